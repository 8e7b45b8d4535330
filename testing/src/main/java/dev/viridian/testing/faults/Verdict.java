package dev.viridian.testing.faults;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.Rule;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What of the rules that always hold was broken in a run: those that are looked at after each call, and those that show at its end. */
final class Verdict {
    private static final Set<Operation> DELIVERING =
            EnumSet.of(Operation.DELIVER, Operation.CREATE_STATE, Operation.REPLACE_STATE, Operation.DELETE_STATE);

    private static final Set<Operation> FINDING = EnumSet.of(Operation.LIST, Operation.FIND, Operation.CREATE);
    private static final Set<Fault> SILENCE = EnumSet.of(Fault.SAYS_NOTHING, Fault.HANGS);
    private static final Set<Class<? extends Failure>> OF_THE_WORLD = Set.of(
            Failure.Unhealthy.class,
            Failure.BecameSick.class,
            Failure.EnvironmentBecameSick.class,
            Failure.MachineFailed.class,
            Failure.SmokeTestFailed.class,
            Failure.BakeConditionFailed.class,
            Failure.DeadlinePassed.class,
            Failure.NotResumed.class);
    private static final int ONE_OF_SO_MANY = 64;

    private final Run run;
    private final Expectation expected;
    private final SimulatedWorld world;
    private final List<Notification> notifications;
    private final List<Violation> violations;

    private Verdict(Run run, Expectation expected) {
        this.run = run;
        this.expected = expected;
        this.world = run.world();
        this.notifications = world.notifications();
        this.violations = new ArrayList<>(world.violations());
    }

    static List<Violation> on(Run run, Expectation expected) {
        Verdict verdict = new Verdict(run, expected);
        verdict.endsInTime();
        verdict.oneIsLive();
        verdict.deathsAloneNeedNoPerson();
        verdict.whatIsLeftIsNamed();
        verdict.nothingIsLeft();
        verdict.outcomesAreNotifiedOnce();
        verdict.failuresAreNotified();
        verdict.outcomeIsTrue();
        verdict.noSecretIsTold();
        verdict.silenceWasNotTakenForGood();
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
        if (live.isPresent() && live.get().size() < expected.machines(version)) {
            broken(
                    Rule.PUT_BACK,
                    "at the end " + live.get().name() + " is live on "
                            + live.get().size() + " machines, expected " + expected.machines(version) + ".");
        }
    }

    /**
     * Whoever follows a controller that died can end what it began, as long as nothing else goes wrong. What is deployed later, or once more, because
     * of a death may find a world in which the undisturbed run was not.
     */
    private void deathsAloneNeedNoPerson() {
        if (run.leftToAPerson()
                && !expected.needsAPerson()
                && run.scenario().isOnlyOfDeaths()
                && run.haltedBy().filter(Verdict::isOfTheWorld).isEmpty()) {
            broken(
                    Rule.ENDS_AS_UNKILLED,
                    "it was halted and left to a person, although nothing went wrong but that a controller died.");
        }
    }

    /** What machines, checks, people or a limit have brought, and no death can: where a deployment says halt() to it, a person was asked for. */
    private static boolean isOfTheWorld(Failure failure) {
        return OF_THE_WORLD.contains(failure.getClass());
    }

    /** What was not drained to its end must stay: users may still be there. */
    private static boolean couldNotBeDrained(DeploymentResult result, EnvironmentName name) {
        return result.cleanUpFailures().stream()
                .anyMatch(failed -> failed.step().equals("drain " + name));
    }

    /** What a deployment could not remove it has tried to, and somebody must be told. */
    private void whatIsLeftIsNamed() {
        if (run.scenario().endsTheController() || run.results().isEmpty()) {
            return;
        }
        DeploymentResult result = run.results().get(0);
        for (EnvironmentName name : run.leftByFirst()) {
            boolean excused = result.outcome() == Outcome.HALTED
                    || result.quarantined().contains(name)
                    || (isNamed(result, name)
                            && (wasTriedInVain(name) || couldNotBeDrained(result, name) || isHardToFind()));
            if (!excused) {
                broken(
                        Rule.NOTHING_IS_LEFT,
                        name + " was left over when the deployment ended " + result.outcome()
                                + ", and nobody tried to remove it or its result does not name it.");
            }
        }
    }

    private static boolean isNamed(DeploymentResult result, EnvironmentName name) {
        return result.cleanUpFailures().stream()
                .anyMatch(failed -> (failed.step() + failed.message()).contains(name.value()));
    }

    private boolean wasTriedInVain(EnvironmentName name) {
        return run.events().stream()
                .anyMatch(event -> event instanceof Event.StepFailed failed
                        && (failed.step().equals("retire " + name)
                                || failed.step().equals("quarantine " + name)));
    }

    /** What no call shows cannot be removed. */
    private boolean isHardToFind() {
        return world.disturbed().stream().anyMatch(FINDING::contains);
    }

    /** Who says that the new revision is live must be right, and who says that the former one is must be, too. */
    private void outcomeIsTrue() {
        if (run.scenario().endsTheController() || run.results().size() != 1) {
            return;
        }
        DeploymentResult result = run.results().get(0);
        String live = world.live()
                .map(environment -> environment.revision().version())
                .orElse("nothing");
        Outcome outcome = result.outcome();
        boolean wrong = (outcome == Outcome.DEPLOYED && !live.equals(expected.deployed()))
                || (outcome == Outcome.ROLLED_BACK && !live.equals(expected.former()));
        if (wrong && !run.wasTakenOverByAPerson(result.id())) {
            broken(Rule.NOTHING_IS_LEFT, "the deployment says that it is " + outcome + ", and " + live + " is live.");
        }
    }

    /** Where all that went wrong is that nothing was answered, something was taken for an answer. */
    private void silenceWasNotTakenForGood() {
        boolean onlySilence = !run.scenario().mishaps().isEmpty()
                && run.scenario().mishaps().stream().allMatch(Verdict::isSilence);
        if (onlySilence && !violations.isEmpty()) {
            broken(
                    Rule.SILENCE_IS_NOT_GOOD,
                    "nothing was answered, and yet: " + violations.get(0).found());
        }
    }

    private static boolean isSilence(Mishap mishap) {
        return (mishap instanceof Mishap.At at && SILENCE.contains(at.fault()))
                || (mishap instanceof Mishap.Outage outage && SILENCE.contains(outage.fault()));
    }

    /** Notifications always, the state store now and then: its texts are made only for that. */
    private void noSecretIsTold() {
        for (Notification notification : notifications) {
            boolean told = notification.headline().contains(SimulatedWorld.SECRET)
                    || notification.evidence().items().stream()
                            .anyMatch(item -> item.text().contains(SimulatedWorld.SECRET))
                    || notification.attempts().stream()
                            .anyMatch(attempt -> attempt.cause().contains(SimulatedWorld.SECRET));
            if (told) {
                broken(Rule.NO_SECRETS, "notification " + notification.key() + " tells a secret.");
            }
        }
        if (run.scenario().text().hashCode() % ONE_OF_SO_MANY == 0) {
            for (String key : world.state().list("")) {
                world.state()
                        .read(key)
                        .filter(stored -> stored.document().text().contains(SimulatedWorld.SECRET))
                        .ifPresent(
                                stored -> broken(Rule.NO_SECRETS, "'" + key + "' in the state store holds a secret."));
            }
        }
    }

    private void nothingIsLeft() {
        for (Environment environment : world.environments()) {
            if (!world.routing().reaches(environment.name()) && !isInQuarantine(environment.name())) {
                broken(Rule.NOTHING_IS_LEFT, environment.name() + " is still there after all was over and recovered.");
            }
        }
    }

    /** By the state store: whoever died as it put it there told nobody. */
    private boolean isInQuarantine(EnvironmentName name) {
        return world.state()
                .read("quarantine/" + name)
                .filter(stored ->
                        Instant.parse(stored.document().text().strip()).isAfter(world.now()))
                .isPresent();
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

    /** What could not be written down may be brought to another end by the next controller; both ends are told then. */
    private void requireNotified(DeploymentResult result) {
        Set<String> keys = new HashSet<>();
        for (Notification notification : notifications) {
            if (notification.outcome().isPresent() && notification.deployment().equals(result.id())) {
                keys.add(notification.key());
            }
        }
        if (keys.isEmpty() && !hasOnlyItsCallerToTell(result)) {
            broken(Rule.NOTIFIED_ONCE, "nobody was told that " + result.id() + " ended " + result.outcome() + ".");
        }
        if (keys.size() > 1 && result.id().number() > 0 && !world.disturbed().contains(Operation.CREATE_STATE)) {
            broken(
                    Rule.NOTIFIED_ONCE,
                    "the outcome of " + result.id() + " was told by " + keys.size() + " different notifications.");
        }
    }

    /** It has no journal, could not be put into the outbox, and reached nobody. */
    private boolean hasOnlyItsCallerToTell(DeploymentResult result) {
        return result.id().number() == 0
                && world.disturbed().contains(Operation.CREATE_STATE)
                && result.outcome() == Outcome.REFUSED
                && run.events().stream().anyMatch(Event.NotificationFailed.class::isInstance);
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
                || notification.done().stream().anyMatch(deed -> deed.startsWith("could not " + failed.step()));
    }

    /** Of what failed the one tells who ends the deployment: whoever is taken over from by a person tells nobody. */
    private void failuresAreNotified() {
        if (run.scenario().endsTheController() || run.results().isEmpty()) {
            return;
        }
        for (Event event : run.events()) {
            if (event instanceof Event.StepFailed failed
                    && notifications.stream().noneMatch(tellsOf(failed))
                    && !run.wasTakenOverByAPerson(run.results().get(0).id())) {
                broken(
                        Rule.NOTIFIED_ONCE,
                        "'" + failed.step() + "' failed (" + failed.message() + ") and nobody was told.");
            }
        }
    }
}
