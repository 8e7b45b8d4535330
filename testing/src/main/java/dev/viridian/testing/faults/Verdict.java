package dev.viridian.testing.faults;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.Rule;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What of the rules that always hold was broken in a run: those that are looked at after each call, and those that show at its end. */
final class Verdict {
    private static final Set<Operation> DELIVERING =
            EnumSet.of(Operation.DELIVER, Operation.CREATE_STATE, Operation.REPLACE_STATE, Operation.DELETE_STATE);

    private final Run run;
    private final Expectation expected;
    private final SimulatedWorld world;
    private final List<Violation> violations;

    private Verdict(Run run, Expectation expected) {
        this.run = run;
        this.expected = expected;
        this.world = run.world();
        this.violations = new ArrayList<>(world.violations());
    }

    static List<Violation> on(Run run, Expectation expected) {
        Verdict verdict = new Verdict(run, expected);
        verdict.endsInTime();
        verdict.oneIsLive();
        verdict.whatIsLeftIsNamed();
        verdict.nothingIsLeft();
        verdict.outcomesAreNotifiedOnce();
        verdict.failuresAreNotified();
        return verdict.violations;
    }

    private void broken(Rule rule, String found) {
        violations.add(new Violation(rule, world.now(), found));
    }

    private void endsInTime() {
        Duration took = run.firstEnded();
        if (took.compareTo(expected.longest(run.scenario())) > 0) {
            broken(
                    Rule.ENDS_IN_TIME,
                    "the first controller worked for " + took + ", its plan states at most "
                            + expected.longest(run.scenario()) + ".");
        }
    }

    private void oneIsLive() {
        Optional<Environment> live = world.live();
        String version =
                live.map(environment -> environment.revision().version()).orElse("nothing");
        if (!expected.versions(run).contains(version)) {
            broken(
                    run.scenario().endsTheController() ? Rule.ENDS_AS_UNKILLED : Rule.NOTHING_IS_LEFT,
                    "at the end " + version + " is live (" + world.routing() + "), expected one of "
                            + expected.versions(run) + ".");
        }
        if (live.isPresent() && live.get().size() < expected.machines()) {
            broken(
                    Rule.PUT_BACK,
                    "at the end " + live.get().name() + " is live on "
                            + live.get().size() + " machines, expected " + expected.machines() + ".");
        }
    }

    /** What a deployment could not remove, somebody must be told. */
    private void whatIsLeftIsNamed() {
        if (run.scenario().endsTheController() || run.results().isEmpty()) {
            return;
        }
        DeploymentResult result = run.results().get(0);
        for (EnvironmentName name : run.leftByFirst()) {
            boolean named = result.outcome() == Outcome.HALTED
                    || result.quarantined().contains(name)
                    || result.cleanUpFailures().stream()
                            .anyMatch(failed -> (failed.step() + failed.message()).contains(name.value()));
            if (!named) {
                broken(
                        Rule.NOTHING_IS_LEFT,
                        name + " was left over when the deployment ended " + result.outcome()
                                + ", and its result does not name it.");
            }
        }
    }

    private void nothingIsLeft() {
        Set<EnvironmentName> quarantined = new TreeSet<>();
        for (Event event : run.events()) {
            if (event instanceof Event.Quarantined kept && kept.until().isAfter(world.now())) {
                quarantined.add(kept.environment());
            }
        }
        for (Environment environment : world.environments()) {
            if (!world.routing().reaches(environment.name()) && !quarantined.contains(environment.name())) {
                broken(Rule.NOTHING_IS_LEFT, environment.name() + " is still there after all was over and recovered.");
            }
        }
    }

    private void outcomesAreNotifiedOnce() {
        Map<String, Notification> delivered = new HashMap<>();
        for (SimulatedWorld.Delivery delivery : world.deliveries()) {
            String key = delivery.notification().key() + " by " + delivery.notifier();
            Notification before = delivered.putIfAbsent(key, delivery.notification());
            if (before != null && !mayBeDeliveredAgain()) {
                broken(Rule.NOTIFIED_ONCE, "notification " + key + " was delivered again.");
            } else if (before != null
                    && !before.outcome().equals(delivery.notification().outcome())) {
                broken(Rule.NOTIFIED_ONCE, "two different outcomes were told as " + key + ".");
            }
        }
        for (DeploymentResult result : run.results()) {
            requireNotified(result);
        }
    }

    private void requireNotified(DeploymentResult result) {
        List<Notification> outcomes = world.notifications().stream()
                .filter(notification -> notification.deployment().equals(result.id()))
                .filter(notification -> notification.outcome().isPresent())
                .toList();
        if (outcomes.isEmpty()) {
            broken(Rule.NOTIFIED_ONCE, "nobody was told that " + result.id() + " ended " + result.outcome() + ".");
        }
        long keys = outcomes.stream().map(Notification::key).distinct().count();
        if (keys > 1 && result.id().number() > 0) {
            broken(
                    Rule.NOTIFIED_ONCE,
                    "the outcome of " + result.id() + " was told by " + keys + " different notifications.");
        }
    }

    /**
     * Whoever receives one drops the second by its key. There must be none unless delivering it, or writing down that it was delivered,
     * went wrong.
     */
    private boolean mayBeDeliveredAgain() {
        return run.scenario().endsTheController() || world.disturbed().stream().anyMatch(DELIVERING::contains);
    }

    private static Predicate<Notification> tellsOf(Event.StepFailed failed) {
        return notification -> notification.attempts().stream()
                        .anyMatch(attempt -> attempt.step().equals(failed.step()))
                || notification.done().stream().anyMatch(deed -> deed.contains(failed.step()));
    }

    private void failuresAreNotified() {
        if (run.scenario().endsTheController() || run.results().isEmpty()) {
            return;
        }
        for (Event event : run.events()) {
            if (event instanceof Event.StepFailed failed
                    && world.notifications().stream().noneMatch(tellsOf(failed))) {
                broken(
                        Rule.NOTIFIED_ONCE,
                        "'" + failed.step() + "' failed (" + failed.message() + ") and nobody was told.");
            }
        }
    }
}
