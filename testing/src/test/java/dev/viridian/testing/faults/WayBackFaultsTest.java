package dev.viridian.testing.faults;

import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Artifact;
import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.simulation.ControllerKilled;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.FaultInjector;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way back and cutover while the router, and whoever else works on the same environments, goes on changing things. */
class WayBackFaultsTest {
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health"))
            .bake(Duration.ofMinutes(5))
            .keepWarm(Duration.ZERO);

    private final SimulatedWorld world = Simulation.of("orders").live("1.2", 2).open();
    private final AtomicInteger routed = new AtomicInteger();

    /** Which time the router is told something, where it is. */
    private int timesRouted(Operation operation) {
        return operation == Operation.ROUTE ? routed.incrementAndGet() : 0;
    }

    private DeploymentResult deploy(Deployment deployment, FaultInjector faults) {
        world.hold(deployment);
        world.platform().inject(faults);
        return Deployer.silently(world.platform()).as("the test").deploy(deployment);
    }

    private boolean isLiveCandidateAsked(Operation operation, Object subject) {
        return operation == Operation.ASK
                && subject.toString().startsWith("orders-1-1")
                && liveVersion().equals("1.3");
    }

    private String liveVersion() {
        return world.live().orElseThrow().revision().version();
    }

    @Test
    void aSwitchThatIsMadeLateBringsNoTrafficToWhatIsInQuarantine() {
        DeploymentResult result = deploy(
                ORDERS.onFailure(quarantine(Duration.ofHours(3))),
                (call, operation, subject) -> timesRouted(operation) == 1 ? Fault.LANDS_LATE : Fault.NONE);
        world.pass(Duration.ofMinutes(30));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.QUARANTINED);
        assertThat(liveVersion()).isEqualTo("1.2");
        assertThat(world.environments()).hasSize(2);
        assertThat(world.violations()).isEmpty();
    }

    /** The candidate that could not be looked at is left over, so there still is something to switch to. */
    @ParameterizedTest
    @ValueSource(strings = {"quarantine", "retire"})
    void aSwitchThatIsMadeLateIsOutlastedAlsoWhereTheWayBackCouldNotLookAtTheRouter(String step) {
        Deployment orders = step.equals("retire")
                ? ORDERS.onFailure(rollBack())
                : ORDERS.onFailure(quarantine(Duration.ofHours(3)));
        AtomicReference<String> underWay = new AtomicReference<>("");
        world.hold(orders);
        world.platform()
                .inject((call, operation, subject) -> timesRouted(operation) == 1
                        ? Fault.LANDS_LATE
                        : isFirstLookOf(step, underWay, operation) ? Fault.REFUSED : Fault.NONE);

        DeploymentResult result = Deployer.silently(world.platform())
                .listening(event -> underWay.set(event instanceof Event.StepStarted started ? started.step() : ""))
                .deploy(orders);
        world.pass(Duration.ofMinutes(30));

        assertThat(result.cleanUpFailures())
                .extracting(Event.CleanUpFailed::step)
                .first()
                .isEqualTo(step + " orders-1-1");
        assertThat(liveVersion()).as(result.timeline()).isEqualTo("1.2");
        assertThat(world.violations()).isEmpty();
    }

    private static boolean isFirstLookOf(String step, AtomicReference<String> underWay, Operation operation) {
        boolean itIs = operation == Operation.OBSERVE && underWay.get().startsWith(step + " orders-1-1");
        if (itIs) {
            underWay.set("");
        }
        return itIs;
    }

    @Test
    void noMachineIsRebuiltOfWhatASwitchThatGotNoAnswerMayBringUsersTo() {
        DeploymentResult result = deploy(ORDERS, (call, operation, subject) -> {
            if (timesRouted(operation) == 1) {
                world.end(world.environments().get(1).machines().get(0).id());
                return Fault.LANDS_LATE;
            }
            return Fault.NONE;
        });
        world.pass(Duration.ofMinutes(30));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.calls()).noneMatch(call -> call.operation() == Operation.REPLACE);
        assertThat(liveVersion()).isEqualTo("1.2");
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void whatIsMadeSmallerRightBeforeItGetsTheTrafficAgainGetsItsMachinesBack() {
        DeploymentResult result = deploy(ORDERS.onFailure(rollBack()), (call, operation, subject) -> {
            if (timesRouted(operation) == 2) {
                Environment former = world.environments().get(0);
                world.shrinkEnvironmentOf(former.machines().get(0).id());
            }
            return isLiveCandidateAsked(operation, subject) ? Fault.SICK : Fault.NONE;
        });

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.live().orElseThrow().size()).isEqualTo(2);
        assertThat(liveVersion()).isEqualTo("1.2");
        assertThat(world.environments()).hasSize(1);
    }

    @Test
    void aRouterThatSeemsToHaveSwitchedIsLookedAtAgainWhileRequestsAreInFlight() {
        DeploymentResult result = deploy(ORDERS.onFailure(rollBack()), (call, operation, subject) -> {
            if (timesRouted(operation) == 2) {
                return Fault.CONVERGES_LATE;
            }
            if (operation == Operation.OBSERVE && routed.compareAndSet(2, 3)) {
                return Fault.STALE;
            }
            return isLiveCandidateAsked(operation, subject) ? Fault.SICK : Fault.NONE;
        });

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(liveVersion()).isEqualTo("1.2");
        assertThat(world.environments()).hasSize(1);
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void whatCouldNeitherBeToldNorWrittenDownAtOnceIsWrittenDownLater() {
        AtomicInteger posted = new AtomicInteger();
        DeploymentResult result = deploy(ORDERS, (call, operation, subject) -> {
            if (operation == Operation.DELIVER) {
                return Fault.HANGS;
            }
            if (operation == Operation.CREATE_STATE && subject.toString().startsWith("outbox/")) {
                return posted.getAndIncrement() == 0 ? Fault.HANGS : Fault.NONE;
            }
            return operation == Operation.CREATE_STATE && subject.toString().startsWith("journal/")
                    ? Fault.REFUSED
                    : Fault.NONE;
        });
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(world.notifications()).isEmpty();

        Deployer.silently(world.anotherController()).recover();

        assertThat(world.notifications())
                .singleElement()
                .satisfies(told -> assertThat(told.outcome()).contains(Outcome.REFUSED));
    }

    @Test
    void anOutcomeThatNoOutboxHoldsIsToldThoughItsControllerDiesBeforeIt() {
        assertThatThrownBy(() -> deploy(ORDERS, (call, operation, subject) -> {
                    if (operation == Operation.CREATE_STATE
                            && subject.toString().startsWith("outbox/")) {
                        return Fault.FAILS;
                    }
                    return operation == Operation.DELIVER ? Fault.KILLED_BEFORE : Fault.NONE;
                }))
                .isInstanceOf(ControllerKilled.class);

        Deployer.silently(world.anotherController()).recover();

        assertThat(world.notifications())
                .singleElement()
                .satisfies(told -> assertThat(told.outcome()).contains(Outcome.DEPLOYED));
    }

    @Test
    void aMachineThatFlapsBeforeCutoverStartsAgainAlsoWhereThatStepIsTriedAgain() {
        AtomicInteger looks = new AtomicInteger();
        boolean[] flapped = new boolean[1];

        DeploymentResult result = deploy(ORDERS, (call, operation, subject) -> {
            looks.compareAndSet(0, operation == Operation.READ_STATE && subject.equals("pause") ? 1 : 0);
            if (looks.get() > 0 && operation == Operation.ASK && !flapped[0]) {
                flapped[0] = true;
                return Fault.SICK;
            }
            return flapped[0] && operation == Operation.FIND && looks.incrementAndGet() < 6 ? Fault.FAILS : Fault.NONE;
        });

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.DEPLOYED);
        assertThat(result.timeline()).contains("cut over to orders-1-1 100 % (attempt 2)");
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void whoeverTakesOverIsDisturbedLikeTheFirst() {
        Story story = Faults.of(ORDERS)
                .in(Simulation.of("orders").live("1.2", 2))
                .replay("v1 RECOVERS at:1:53:TAKEN_OVER at:2:9:KILLED_AFTER");

        assertThat(story.violations()).isEmpty();
        assertThat(story.text()).containsPattern("2\\.9 .*<== the controller is killed after it");
    }

    /** A release whose machines end two minutes after they have come up. */
    private static final Faults MACHINES_END = Faults.of(Deployment.blueGreen()
                    .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
                    .healthCheck(http("/health"))
                    .keepWarm(Duration.ZERO)
                    .bake(Duration.ofMinutes(10)))
            .in(Simulation.of("orders").live("1.3", 2).everyMachine("1.4.2", Fate.endsAfter(Duration.ofMinutes(2))))
            .expecting(Outcome.ROLLED_BACK);

    @Test
    void afterAHaltTheNextOneGoesBackToWhatWasProvenLast() {
        Story story = MACHINES_END.replay("v1 SAME_AGAIN at:1:146:REFUSED at:1:161:KILLED_AFTER");

        assertThat(story.violations()).as(story.text()).isEmpty();
    }

    /** It was shown five times in a row, over three seconds, that nobody is sent to what it removes. The platform knows better. */
    @Test
    void whoIsShownLongEnoughThatNobodyIsSentThereIsStoppedByThePlatform() {
        Story story =
                MACHINES_END.replay("v1 RECOVERS at:1:62:DISK_FULL at:1:132:SICK at:1:148:IGNORED at:1:213:TAKEN_OVER"
                        + " at:1:241:STALE at:2:27:REFUSED");

        assertThat(story.violations()).as(story.text()).isEmpty();
        assertThat(story.text()).contains("the router still sends traffic to it");
    }

    /** It would keep from being removed what its successor could not remove. */
    @Test
    void whoIsFencedOffAndDoesNotKnowItWritesDownNoWayBack() {
        Story story = MACHINES_END.replay("v1 SOMETHING_ELSE at:1:135:TAKEN_OVER at:2:466:REFUSED");

        assertThat(story.violations()).as(story.text()).isEmpty();
        assertThat(story.text())
                .contains("retire orders-0-1 failed, left for later")
                .contains("destroy orders-0-1: accepted");
    }

    /** No fence holds back what was under way before anybody took over: as long as nobody acts, it is nobody's fault; whoever takes over puts it right. */
    @Test
    void aSwitchThatIsMadeLateWhileItsControllerStandsStillIsPutRightByTheNextOne() {
        Story story = MACHINES_END.replay("v1 SOMETHING_ELSE at:1:47:LANDS_LATE at:1:70:TAKEN_OVER");

        assertThat(story.violations()).as(story.text()).isEmpty();
        assertThat(story.text()).contains("route to orders-1-1 100 %: took effect late");
        assertThat(story.text()).containsPattern("0:08:08\\.031 +orders-0-1 100 %; 2 machines serve");
    }

    @Test
    void whatIsNotHeardWhileTheControllerStandsStillIsNotHeldAgainstAMachineThatServes() {
        AtomicInteger asked = new AtomicInteger();
        world.platform().onTakeover(() -> world.pass(Duration.ofMinutes(3)));

        DeploymentResult result = deploy(ORDERS.onFailure(rollBack()), (call, operation, subject) -> {
            boolean liveOne = isLiveCandidateAsked(operation, subject)
                    && subject.toString().startsWith("orders-1-1.2");
            int time = liveOne ? asked.incrementAndGet() : 0;
            return time == 1 || time == 2 ? Fault.SICK : time == 3 ? Fault.TAKEN_OVER : Fault.NONE;
        });

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(result.timeline()).doesNotContain("rebuild machine");
        assertThat(asked.get()).isGreaterThan(3);
    }

    @Test
    void aRouterThatWasBelievedThoughItNeverSwitchedBackIsToldAgainWhenNothingDrains() {
        boolean[] wayBack = new boolean[1];
        int[] lies = {3};

        DeploymentResult result = deploy(ORDERS.onFailure(rollBack()), (call, operation, subject) -> {
            if (isLiveCandidateAsked(operation, subject)) {
                return Fault.SICK;
            }
            if (timesRouted(operation) == 2) {
                wayBack[0] = true;
                return Fault.IGNORED;
            }
            return wayBack[0] && operation == Operation.OBSERVE && lies[0]-- > 0 ? Fault.STALE : Fault.NONE;
        });

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(liveVersion()).isEqualTo("1.2");
        assertThat(world.environments()).hasSize(1);
        assertThat(routed.get()).isEqualTo(3);
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void theLastProvenEnvironmentStaysWhereAPausedControllerSendsUsersToWhatWasGivenUpMeanwhile() {
        SimulatedWorld cloud = Simulation.of("orders")
                .live("1.2", 2)
                .everyMachine("1.3", Fate.endsAfter(Duration.ofMinutes(2)))
                .everyMachine("1.4", Fate.endsAfter(Duration.ofMinutes(2)))
                .withoutFencing()
                .open();
        Deployment kept = ORDERS.onFailure(quarantine(Duration.ofHours(3)));
        cloud.hold(kept);
        cloud.platform()
                .inject((call, operation, subject) -> timesRouted(operation) == 1 ? Fault.TAKEN_OVER : Fault.NONE);
        cloud.platform().onTakeover(() -> {
            cloud.pass(Duration.ofMinutes(2));
            assertThat(Deployer.silently(cloud.anotherController()).deploy(kept).outcome())
                    .isEqualTo(Outcome.QUARANTINED);
        });
        assertThat(Deployer.silently(cloud.platform()).deploy(kept).outcome()).isEqualTo(Outcome.HALTED);
        assertThat(cloud.live().orElseThrow().revision().version()).isEqualTo("1.3");

        DeploymentResult next = Deployer.silently(cloud.anotherController())
                .deploy(ORDERS.artifact(Artifact.of("s3://releases/orders/1.4/orders.tar.gz")));

        assertThat(next.outcome()).as(next.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(cloud.live().orElseThrow().revision().version()).isEqualTo("1.2");
        assertThat(cloud.violations()).isEmpty();
    }

    @Test
    void aSwitchThatIsMadeLateWhileTheCandidateIsRemovedIsTakenBackOnceMore() {
        AtomicInteger removed = new AtomicInteger();

        DeploymentResult result = deploy(
                ORDERS.onFailure(rollBack()),
                (call, operation, subject) -> timesRouted(operation) == 1
                        ? Fault.LANDS_LATE
                        : operation == Operation.DESTROY && removed.getAndIncrement() == 0 ? Fault.HANGS : Fault.NONE);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(liveVersion()).isEqualTo("1.2");
        assertThat(world.environments()).hasSize(1);
    }

    @Test
    void anHourInWhichItsComputerSleptDoesNotMakeACandidateUnhealthy() {
        boolean[] slept = new boolean[1];

        DeploymentResult result = deploy(ORDERS, (call, operation, subject) -> {
            boolean booting = operation == Operation.SLEEP && !slept[0] && call > 30;
            slept[0] |= booting;
            return booting ? Fault.OVERSLEEPS : Fault.NONE;
        });

        assertThat(slept[0]).isTrue();
        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(result.timeline()).doesNotContain("FAILED");
    }
}
