package dev.viridian.engine;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.event.Event;
import dev.viridian.plan.Step;
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

    /** How long none of the machines that are watched may be well: a single look may show what was true before. */
    private static final Duration NONE_WELL = Duration.ofSeconds(30);

    private final Controller controller;
    private final EnvironmentName name;
    private final List<HealthCheck> checks;
    private final List<ProbeQuestions.Patience> patience = new ArrayList<>();
    private final ProbeQuestions questions;
    private final Streaks streaks;
    private int lastHealthy = -1;
    private Duration calmly = Duration.ZERO;

    HealthWatch(Controller controller, EnvironmentName name, List<HealthCheck> checks) {
        this.controller = controller;
        this.name = name;
        this.checks = checks;
        for (HealthCheck check : checks) {
            patience.add(ProbeQuestions.Patience.of(check.cadence().timeout()));
        }
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

    /**
     * Watches for that long, and fails when a machine fails or answers badly as often in a row as it must answer well to pass. One that is gone, or
     * of which nothing is known, answers nothing badly: so it fails, too, when fewer than are wanted have been well for as long as machines may take
     * to become healthy, or none for half a minute, and does not end while there are fewer.
     *
     * @param atMost so many machines must be well; fewer where the environment is meant to have fewer by now, as one that its load makes smaller
     */
    void watch(Duration time, int atMost, Runnable eachRound) {
        Instant end = controller.now().plus(time);
        calmly = calmly(time);
        Shortage ofAll = new Shortage(controller, NONE_WELL);
        Shortage ofSome = new Shortage(controller, new Step.AwaitHealthy(name, atMost, checks).deadline());
        while (controller.now().isBefore(end) || ofSome.lasts()) {
            Environment environment = find().orElseThrow(
                            () -> new PlatformException(new Failure.TooFewMachines(name, 0, 1, Duration.ZERO)));
            RunningWatch.requireNoneFailed(name, environment.machines());
            askThoseDue(environment.machines());
            streaks.all().forEach(this::requireNotSick);
            int wanted = Math.max(1, Math.min(atMost, environment.size()));
            ofAll.seen(streaks.well(), 1).ifPresent(waited -> tooFew(wanted, waited));
            ofSome.seen(streaks.well(), wanted).ifPresent(waited -> tooFew(wanted, waited));
            eachRound.run();
            controller.pause(untilNextLook(end));
        }
    }

    private void tooFew(int wanted, Duration waited) {
        throw new PlatformException(shortage(wanted, waited));
    }

    /** One that is not well among others that are can be replaced. */
    private Failure shortage(int wanted, Duration waited) {
        List<Streaks.OfMachine> all = streaks.all();
        List<Streaks.OfMachine> silent =
                all.stream().filter(row -> !row.isWell()).toList();
        if (all.size() < wanted) {
            return new Failure.TooFewMachines(name, streaks.well(), wanted, waited);
        }
        Streaks.OfMachine first = silent.get(0);
        int check = first.notWellIn();
        String question = checks.get(check).probe().describe();
        return silent.size() == 1 && all.size() > 1
                ? new Failure.Unhealthy(name, first.machine().id(), question, lastWord(first, check), waited)
                : new Failure.EnvironmentBecameSick(name, silent.size(), all.size(), question, lastWord(first, check));
    }

    private Duration untilNextLook(Instant end) {
        Duration left = Duration.between(controller.now(), end);
        boolean isOver = left.isNegative() || left.isZero();
        return isOver ? untilNextDue() : Durations.shorter(left, untilNextDue());
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
        for (int check = 0; check < checks.size(); check++) {
            int number = check;
            Instant latest = now.minus(interval(check, calm));
            for (Streaks.OfMachine row : streaks.all()) {
                if (row.isRunning() && !row.to(check).askedAt().isAfter(latest)) {
                    due.add(() -> ask(row, number));
                }
            }
        }
        for (Reply reply : questions.sideBySide(due)) {
            reply.count(now);
        }
    }

    private Reply ask(Streaks.OfMachine row, int check) {
        Instant begun = controller.now();
        Probes.Answer answer = questions.ask(checks.get(check).probe(), row.machine(), patience.get(check));
        return new Reply(row, check, answer, !answer.well() && tookFarTooLong(begun, patience.get(check)));
    }

    /** All questions are bounded in time; one that has taken twice as long as it can was not asked all that time. */
    private boolean tookFarTooLong(Instant begun, ProbeQuestions.Patience patience) {
        Duration atMost = Durations.times(patience.limit(), 2);
        return Duration.between(begun, controller.now()).compareTo(atMost) > 0;
    }

    /** While all of them are well they are asked less often; as soon as one is not, all of them as often as it. */
    private boolean isCalm() {
        return !calmly.isZero() && !streaks.isAnySick();
    }

    private Duration interval(int check, boolean calm) {
        Duration usual = checks.get(check).cadence().interval();
        return calm ? Durations.longer(usual, calmly) : usual;
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

    /** Where there is no machine, or one that does not run or was not asked yet, the platform says when another look is worth it. */
    private Duration untilNextDue() {
        boolean calm = isCalm();
        Instant next = Instant.MAX;
        for (int check = 0; check < checks.size(); check++) {
            Instant longestAgo = streaks.askedLongestAgo(check);
            if (longestAgo.equals(Instant.MIN) || longestAgo.equals(Instant.MAX)) {
                return controller.platform().pace();
            }
            Instant due = longestAgo.plus(interval(check, calm));
            next = due.isBefore(next) ? due : next;
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
