package dev.viridian.engine;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.event.Event;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<Subject, Streak> streaks = new HashMap<>();
    private int lastHealthy = -1;
    private Duration calmly = Duration.ZERO;

    HealthWatch(Controller controller, EnvironmentName name, List<HealthCheck> checks) {
        this.controller = controller;
        this.name = name;
        this.checks = checks;
        this.questions = new ProbeQuestions(controller);
    }

    /** A machine and the number of a check. */
    private record Subject(MachineId machine, int check) {}

    /** Answers of one kind in a row. */
    private record Streak(boolean well, int length, String lastAnswer, Instant askedAt) {
        static final Streak NONE = new Streak(false, 0, "not asked yet", Instant.MIN);

        boolean isSick() {
            return !well && length > 0;
        }

        Streak and(Probes.Answer answer, Instant now) {
            return new Streak(answer.well(), answer.well() == well ? length + 1 : 1, answer.text(), now);
        }
    }

    /** Whether there are that many machines and each answers well now. */
    boolean isWell(int wanted) {
        List<Machine> machines = find().map(Environment::machines).orElse(List.of());
        askThoseDue(machines);
        return !machines.isEmpty()
                && machines.size() >= wanted
                && machines.stream().allMatch(this::isHealthy);
    }

    private Optional<Environment> find() {
        return controller.ask(
                () -> "find " + name, platform -> platform.environments().find(name));
    }

    /** Waits until there are that many machines, and as many as there should be, and each has passed each check. */
    void await(int atLeast) {
        Instant start = controller.now();
        while (true) {
            Optional<Environment> found = find();
            int wanted = Math.max(atLeast, found.map(Environment::size).orElse(atLeast));
            List<Machine> machines = found.map(Environment::machines).orElse(List.of());
            machines.forEach(this::requireNotFailed);
            askThoseDue(machines);
            long healthy = machines.stream().filter(this::isHealthy).count();
            show((int) healthy, Math.max(wanted, machines.size()), machines);
            if (healthy >= wanted && healthy == machines.size()) {
                return;
            }
            requireTimeLeft(start, machines, wanted);
            controller.pause(untilNextDue(machines));
        }
    }

    /** Watches for that long, and fails when a machine fails or answers badly as often in a row as it must answer well to pass. */
    void watch(Duration time) {
        Instant end = controller.now().plus(time);
        calmly = shorter(CALM, time.dividedBy(ROUNDS_OF_A_SHORT_WATCH));
        while (controller.now().isBefore(end)) {
            Environment environment = find().orElseThrow(
                            () -> new PlatformException(new Failure.TooFewMachines(name, 0, 1, Duration.ZERO)));
            environment.machines().forEach(this::requireNotFailed);
            askThoseDue(environment.machines());
            environment.machines().forEach(machine -> requireNotSick(machine, environment.machines()));
            Duration left = Duration.between(controller.now(), end);
            controller.pause(shorter(left.isNegative() ? Duration.ZERO : left, untilNextDue(environment.machines())));
        }
    }

    private void askThoseDue(List<Machine> machines) {
        controller.checkpoint();
        forgetAllBut(machines);
        Instant now = controller.now();
        boolean calm = isCalm();
        List<Callable<Streak>> asking = new ArrayList<>();
        List<Subject> subjects = new ArrayList<>();
        for (Machine machine : machines) {
            for (int check = 0; check < checks.size(); check++) {
                Subject subject = new Subject(machine.id(), check);
                Streak streak = streakOf(subject);
                HealthCheck question = checks.get(check);
                if (machine.state() == Machine.State.RUNNING && !now.isBefore(due(streak, question, calm))) {
                    subjects.add(subject);
                    asking.add(() -> streak.and(ask(question, machine), now));
                }
            }
        }
        List<Streak> answers = questions.sideBySide(asking);
        for (int i = 0; i < answers.size(); i++) {
            streaks.put(subjects.get(i), answers.get(i));
        }
    }

    private Probes.Answer ask(HealthCheck question, Machine machine) {
        return questions.ask(question.probe(), machine, question.cadence().timeout());
    }

    /** While all of them are well they are asked less often; as soon as one is not, all of them as often as it. */
    private boolean isCalm() {
        if (calmly.isZero()) {
            return false;
        }
        for (Streak streak : streaks.values()) {
            if (streak.isSick()) {
                return false;
            }
        }
        return true;
    }

    private Instant due(Streak streak, HealthCheck question, boolean calm) {
        Duration interval = question.cadence().interval();
        return streak.length() == 0
                ? Instant.MIN
                : streak.askedAt().plus(calm && interval.compareTo(calmly) < 0 ? calmly : interval);
    }

    /** A machine that is seen running no more starts from nothing when it comes back. */
    private void forgetAllBut(List<Machine> machines) {
        streaks.keySet().removeIf(subject -> !isRunning(subject.machine(), machines));
    }

    private static boolean isRunning(MachineId id, List<Machine> machines) {
        for (Machine machine : machines) {
            if (machine.id().equals(id)) {
                return machine.state() == Machine.State.RUNNING;
            }
        }
        return false;
    }

    private boolean isHealthy(Machine machine) {
        for (int check = 0; check < checks.size(); check++) {
            Streak streak = streakOf(new Subject(machine.id(), check));
            if (!streak.well() || streak.length() < checks.get(check).cadence().consecutively()) {
                return false;
            }
        }
        return machine.state() == Machine.State.RUNNING;
    }

    private void requireNotFailed(Machine machine) {
        if (machine.state() == Machine.State.FAILED) {
            throw new PlatformException(new Failure.MachineFailed(name, machine.id(), machine.detail()));
        }
    }

    /**
     * One machine that is sick among others that are well can be replaced. Where none or several are well it is something else, perhaps
     * only that nobody can be asked: nothing is torn down then that may be serving users.
     */
    private void requireNotSick(Machine machine, List<Machine> all) {
        for (int check = 0; check < checks.size(); check++) {
            Streak streak = streakOf(new Subject(machine.id(), check));
            if (!streak.well() && streak.length() >= checks.get(check).cadence().consecutively()) {
                String question = checks.get(check).probe().describe();
                long sick = all.stream().filter(this::answeredBadly).count();
                throw new PlatformException(
                        sick == 1 && all.size() > 1
                                ? new Failure.BecameSick(
                                        name, machine.id(), question, streak.lastAnswer(), streak.length())
                                : new Failure.EnvironmentBecameSick(
                                        name, (int) sick, all.size(), question, streak.lastAnswer()));
            }
        }
    }

    private boolean answeredBadly(Machine machine) {
        for (int check = 0; check < checks.size(); check++) {
            Streak streak = streakOf(new Subject(machine.id(), check));
            if (streak.isSick()) {
                return true;
            }
        }
        return false;
    }

    private void requireTimeLeft(Instant start, List<Machine> machines, int wanted) {
        Duration waited = Duration.between(start, controller.now());
        for (int check = 0; check < checks.size(); check++) {
            HealthCheck late = checks.get(check);
            if (waited.compareTo(late.cadence().within()) < 0) {
                continue;
            }
            if (machines.size() < wanted) {
                throw new PlatformException(new Failure.TooFewMachines(
                        name, machines.size(), wanted, late.cadence().within()));
            }
            for (Machine machine : machines) {
                Streak streak = streakOf(new Subject(machine.id(), check));
                if (!streak.well() || streak.length() < late.cadence().consecutively()) {
                    throw new PlatformException(new Failure.Unhealthy(
                            name,
                            machine.id(),
                            late.probe().describe(),
                            lastWord(machine, streak),
                            late.cadence().within()));
                }
            }
        }
    }

    private static String lastWord(Machine machine, Streak streak) {
        return machine.state() == Machine.State.RUNNING
                ? streak.lastAnswer()
                : "not asked, the machine is " + machine.state() + " " + machine.detail();
    }

    private Duration untilNextDue(List<Machine> machines) {
        boolean calm = isCalm();
        Instant next = Instant.MAX;
        for (Machine machine : machines) {
            for (int check = 0; check < checks.size(); check++) {
                Instant due = due(streakOf(new Subject(machine.id(), check)), checks.get(check), calm);
                next = due.isBefore(next) ? due : next;
            }
            if (machine.state() != Machine.State.RUNNING) {
                return controller.platform().pace();
            }
        }
        if (next.equals(Instant.MAX) || next.equals(Instant.MIN)) {
            return controller.platform().pace();
        }
        Duration wait = Duration.between(controller.now(), next);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private void show(int healthy, int wanted, List<Machine> machines) {
        if (healthy != lastHealthy) {
            lastHealthy = healthy;
            controller.emit(at -> new Event.HealthObserved(at, name, healthy, wanted, firstSick(machines)));
        }
    }

    private String firstSick(List<Machine> machines) {
        for (Machine machine : machines) {
            for (int check = 0; check < checks.size(); check++) {
                Streak streak = streakOf(new Subject(machine.id(), check));
                if (!streak.well()) {
                    return machine.id() + ": " + lastWord(machine, streak);
                }
            }
        }
        return "";
    }

    private Streak streakOf(Subject subject) {
        return streaks.getOrDefault(subject, Streak.NONE);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
