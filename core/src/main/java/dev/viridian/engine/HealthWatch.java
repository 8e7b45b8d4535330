package dev.viridian.engine;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.event.Event;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Asks the machines of an environment how they are, again and again, and counts the answers. */
final class HealthWatch {
    /** How often a machine that is watched is asked while it is well; a bad answer makes it the check's own interval. */
    private static final Duration CALM = Duration.ofSeconds(10);

    /** A short watch asks at least about this often. */
    private static final int ROUNDS_OF_A_SHORT_WATCH = 10;

    private final Controller controller;
    private final EnvironmentName name;
    private final List<HealthCheck> checks;
    private final ProbeQuestions questions;
    private final Streaks streaks;
    private int lastHealthy = -1;
    private Duration calmly = Duration.ZERO;

    HealthWatch(Controller controller, EnvironmentName name, List<HealthCheck> checks) {
        this.controller = controller;
        this.name = name;
        this.checks = checks;
        this.questions = new ProbeQuestions(controller);
        this.streaks = new Streaks(checks);
    }

    /**
     * What came of a question.
     *
     * @param stoodStill whether nothing good was heard, and this process, or its computer, was stopped while it asked: that says nothing about the machine
     */
    private record Reply(Streaks.OfMachine asked, int check, Probes.Answer answer, boolean stoodStill) {
        void count(Instant now) {
            asked.answered(
                    check, stoodStill ? Streaks.Streak.UNHEARD : asked.to(check).and(answer, now));
        }
    }

    /** Whether there are that many machines and each answers well now. */
    boolean isWell(int wanted) {
        List<Machine> machines = find().map(Environment::machines).orElse(List.of());
        askThoseDue(machines);
        return !machines.isEmpty() && machines.size() >= wanted && streaks.healthy() == machines.size();
    }

    private Optional<Environment> find() {
        return controller.ask(
                () -> "find " + name, platform -> platform.environments().find(name));
    }

    /** Waits until there are that many machines, and as many as there should be, and each has passed each check. */
    void await(int atLeast) {
        Waiting waiting = new Waiting(controller);
        while (true) {
            Optional<Environment> found = find();
            int wanted = Math.max(atLeast, found.map(Environment::size).orElse(atLeast));
            List<Machine> machines = found.map(Environment::machines).orElse(List.of());
            RunningWatch.requireNoneFailed(name, machines);
            askThoseDue(machines);
            int healthy = streaks.healthy();
            show(healthy, Math.max(wanted, machines.size()));
            if (healthy >= wanted && healthy == machines.size()) {
                return;
            }
            requireTimeLeft(waiting.soFar(), wanted);
            controller.pause(untilNextDue());
        }
    }

    /** Watches for that long, and fails when a machine fails or answers badly as often in a row as it must answer well to pass. */
    void watch(Duration time, Runnable eachRound) {
        Instant end = controller.now().plus(time);
        calmly = calmly(time);
        while (controller.now().isBefore(end)) {
            Environment environment = find().orElseThrow(
                            () -> new PlatformException(new Failure.TooFewMachines(name, 0, 1, Duration.ZERO)));
            RunningWatch.requireNoneFailed(name, environment.machines());
            askThoseDue(environment.machines());
            streaks.all().forEach(this::requireNotSick);
            eachRound.run();
            Duration left = Duration.between(controller.now(), end);
            controller.pause(Durations.shorter(Durations.longer(left, Duration.ZERO), untilNextDue()));
        }
    }

    /** How often something is looked at that is watched for that long and is well. */
    static Duration calmly(Duration time) {
        return Durations.shorter(CALM, Durations.share(time, 1, ROUNDS_OF_A_SHORT_WATCH));
    }

    private void askThoseDue(List<Machine> machines) {
        controller.checkpoint();
        streaks.seen(machines);
        Instant now = controller.now();
        boolean calm = isCalm();
        List<Callable<Reply>> due = new ArrayList<>();
        for (Streaks.OfMachine row : streaks.all()) {
            for (int check = 0; check < checks.size(); check++) {
                if (row.isRunning() && !now.isBefore(due(row.to(check), checks.get(check), calm))) {
                    int number = check;
                    due.add(() -> ask(row, number));
                }
            }
        }
        questions.sideBySide(due).forEach(reply -> reply.count(now));
    }

    private Reply ask(Streaks.OfMachine row, int check) {
        HealthCheck question = checks.get(check);
        Duration timeout = question.cadence().timeout();
        Instant begun = controller.now();
        Probes.Answer answer = questions.ask(question.probe(), row.machine(), timeout);
        return new Reply(row, check, answer, !answer.well() && tookFarTooLong(begun, timeout));
    }

    /** All questions are bounded in time; one that has taken twice as long as it can was not asked all that time. */
    private boolean tookFarTooLong(Instant begun, Duration timeout) {
        Duration atMost = Durations.times(timeout.plus(ProbeQuestions.GRACE), 2);
        return Duration.between(begun, controller.now()).compareTo(atMost) > 0;
    }

    /** While all of them are well they are asked less often; as soon as one is not, all of them as often as it. */
    private boolean isCalm() {
        return !calmly.isZero() && !streaks.isAnySick();
    }

    private Instant due(Streaks.Streak streak, HealthCheck question, boolean calm) {
        Duration interval = question.cadence().interval();
        return streak.length() == 0
                ? Instant.MIN
                : streak.askedAt().plus(calm && interval.compareTo(calmly) < 0 ? calmly : interval);
    }

    /**
     * One machine that is sick among others that are well can be replaced. Where none or several are well it is something else, perhaps
     * only that nobody can be asked: nothing is torn down then that may be serving users.
     */
    private void requireNotSick(Streaks.OfMachine row) {
        for (int check = 0; check < checks.size(); check++) {
            if (row.hasFailed(check)) {
                Streaks.Streak streak = row.to(check);
                String question = checks.get(check).probe().describe();
                int all = streaks.all().size();
                int sick = streaks.sick();
                throw new PlatformException(
                        sick == 1 && all > 1
                                ? new Failure.BecameSick(
                                        name, row.machine().id(), question, streak.lastAnswer(), streak.length())
                                : new Failure.EnvironmentBecameSick(name, sick, all, question, streak.lastAnswer()));
            }
        }
    }

    private void requireTimeLeft(Duration waited, int wanted) {
        for (int check = 0; check < checks.size(); check++) {
            HealthCheck late = checks.get(check);
            if (waited.compareTo(late.cadence().within()) < 0) {
                continue;
            }
            if (streaks.all().size() < wanted) {
                throw new PlatformException(new Failure.TooFewMachines(
                        name, streaks.all().size(), wanted, late.cadence().within()));
            }
            for (Streaks.OfMachine row : streaks.all()) {
                if (!row.hasPassed(check)) {
                    throw new PlatformException(new Failure.Unhealthy(
                            name,
                            row.machine().id(),
                            late.probe().describe(),
                            lastWord(row, check),
                            late.cadence().within()));
                }
            }
        }
    }

    private static String lastWord(Streaks.OfMachine row, int check) {
        return row.isRunning()
                ? row.to(check).lastAnswer()
                : "not asked, the machine is " + row.machine().state() + " "
                        + row.machine().detail();
    }

    private Duration untilNextDue() {
        boolean calm = isCalm();
        Instant next = Instant.MAX;
        for (Streaks.OfMachine row : streaks.all()) {
            for (int check = 0; check < checks.size(); check++) {
                Instant due = due(row.to(check), checks.get(check), calm);
                next = due.isBefore(next) ? due : next;
            }
            if (!row.isRunning()) {
                return controller.platform().pace();
            }
        }
        if (next.equals(Instant.MAX) || next.equals(Instant.MIN)) {
            return controller.platform().pace();
        }
        Duration wait = Duration.between(controller.now(), next);
        return Durations.longer(wait, Duration.ZERO);
    }

    private void show(int healthy, int wanted) {
        if (healthy != lastHealthy) {
            lastHealthy = healthy;
            controller.emit(at -> new Event.HealthObserved(at, name, healthy, wanted, firstSick()));
        }
    }

    private String firstSick() {
        for (Streaks.OfMachine row : streaks.all()) {
            for (int check = 0; check < checks.size(); check++) {
                if (!row.to(check).well()) {
                    return row.machine().id() + ": " + lastWord(row, check);
                }
            }
        }
        return "";
    }
}
