package dev.viridian.testing.faults;

import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.engine.Recovery;
import dev.viridian.testing.simulation.ControllerKilled;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.FaultInjector;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Recovering where nothing is unfinished must not remove what users depend on, whatever the platform says. */
class RecoveryFaultsTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-0-1");
    private static final EnvironmentName GREEN = new EnvironmentName("orders-1-1");
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health").within(Duration.ofMinutes(5)))
            .onFailure(rollBack())
            .keepWarm(Duration.ZERO);

    private final SimulatedWorld world = Simulation.of("orders").live("1.2", 2).open();

    private Outcome deploy(Deployment deployment, FaultInjector faults) {
        world.hold(deployment);
        world.platform().inject(faults);
        return Deployer.silently(world.platform())
                .as("the first")
                .deploy(deployment)
                .outcome();
    }

    private Recovery recover(FaultInjector faults) {
        SimulatedPlatform next = world.anotherController();
        next.inject(faults);
        return Deployer.silently(next).as("the next").recover();
    }

    private static FaultInjector first(Operation wanted, Fault fault) {
        boolean[] happened = new boolean[1];
        return (call, operation, subject) -> {
            boolean now = operation == wanted && !happened[0];
            happened[0] |= now;
            return now ? fault : Fault.NONE;
        };
    }

    @Test
    void aRouterThatShowsWhatWasTrueAMomentAgoDoesNotCostWhatIsLive() {
        assertThat(deploy(ORDERS, FaultInjector.NONE)).isEqualTo(Outcome.DEPLOYED);

        recover(first(Operation.OBSERVE, Fault.STALE));

        assertThat(world.live()).map(live -> live.name()).contains(GREEN);
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void aRouterThatSaysNowhereDoesNotCostWhatIsLive() {
        assertThat(deploy(ORDERS, FaultInjector.NONE)).isEqualTo(Outcome.DEPLOYED);

        Recovery recovery =
                recover((call, operation, subject) -> operation == Operation.OBSERVE ? Fault.SAYS_NOTHING : Fault.NONE);

        assertThat(recovery.summary()).contains("the router sends traffic nowhere, but orders-1-1 is there");
        assertThat(world.live()).map(live -> live.name()).contains(GREEN);
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void aRouterThatShowsTheCandidateOnceMoreDoesNotCostWhatItWasRolledBackTo() {
        Outcome outcome = deploy(
                ORDERS.bake(Duration.ofMinutes(5)),
                (call, operation, subject) -> operation == Operation.DESTROY
                                || (operation == Operation.ASK
                                        && world.routing().reaches(GREEN)
                                        && subject.toString().contains(GREEN.value()))
                        ? Fault.FAILS
                        : Fault.NONE);
        assertThat(outcome).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.environments()).hasSize(2);

        recover(first(Operation.OBSERVE, Fault.STALE));

        assertThat(world.live()).map(live -> live.name()).contains(BLUE);
        assertThat(world.violations()).isEmpty();
        recover(FaultInjector.NONE);
        assertThat(world.environments()).hasSize(1);
    }

    @Test
    void whatWasRefusedBeforeItCouldLookNeedsNoPersonAfterItsControllerDied() {
        assertThatThrownBy(() -> deploy(ORDERS, diesWhileItSaysThatItCouldNotLook()))
                .isInstanceOf(ControllerKilled.class);

        assertThat(recover(FaultInjector.NONE))
                .isInstanceOfSatisfying(
                        Recovery.Settled.class,
                        settled -> assertThat(settled.result().outcome()).isEqualTo(Outcome.REFUSED));
        assertThat(world.live()).map(live -> live.name()).contains(BLUE);
        assertThat(world.notifications()).hasSize(1);
    }

    @Test
    void whatWasRefusedBeforeItCouldLookDoesNotKeepTheNextDeploymentFromItsWork() {
        assertThatThrownBy(() -> deploy(ORDERS, diesWhileItSaysThatItCouldNotLook()))
                .isInstanceOf(ControllerKilled.class);

        assertThat(Deployer.silently(world.anotherController()).deploy(ORDERS).outcome())
                .isEqualTo(Outcome.DEPLOYED);

        assertThat(world.violations()).isEmpty();
    }

    /** What is live cannot be looked at, and the controller dies after the first record of its journal. */
    private static FaultInjector diesWhileItSaysThatItCouldNotLook() {
        return (call, operation, subject) -> {
            if (operation == Operation.OBSERVE) {
                return Fault.REFUSED;
            }
            return operation == Operation.CREATE_STATE && subject.toString().equals("journal/000001/000001")
                    ? Fault.KILLED_BEFORE
                    : Fault.NONE;
        };
    }

    @Test
    void aListThatNeverComesIsNotWaitedForWithoutEnd() {
        assertThat(deploy(ORDERS, FaultInjector.NONE)).isEqualTo(Outcome.DEPLOYED);
        Instant before = world.now();

        Recovery recovery =
                recover((call, operation, subject) -> operation == Operation.LIST ? Fault.HANGS : Fault.NONE);

        assertThat(recovery).isInstanceOf(Recovery.Refused.class);
        assertThat(Duration.between(before, world.now())).isLessThan(Duration.ofMinutes(3));
    }

    @Test
    void environmentsDrainAsLongAsTheDeploymentSaidThoughWhoRecoversDoesNotKnowIt() {
        SimulatedWorld slow = Simulation.of("orders")
                .live("1.2", 2)
                .longestRequest(Duration.ofSeconds(40))
                .open();
        Deployment patient = ORDERS.drain(Duration.ofMinutes(1)).bake(Duration.ofMinutes(10));
        slow.hold(patient);
        slow.platform().inject((call, operation, subject) -> isLive(slow, GREEN) ? Fault.KILLED_BEFORE : Fault.NONE);
        assertThatThrownBy(() -> Deployer.silently(slow.platform()).deploy(patient))
                .isInstanceOf(ControllerKilled.class);

        Recovery recovery = Deployer.silently(slow.anotherController()).recover();

        assertThat(isLive(slow, BLUE)).as(recovery.summary()).isTrue();
        assertThat(slow.environments()).hasSize(1);
        assertThat(slow.violations()).isEmpty();
    }

    private static boolean isLive(SimulatedWorld world, EnvironmentName name) {
        return world.routing().reaches(name);
    }

    /** The first deployment of an application: before it nothing is live. */
    private static final Faults FIRST = Faults.of(Deployment.blueGreen()
                    .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
                    .healthCheck(http("/health"))
                    .keepWarm(Duration.ZERO)
                    .machines(2))
            .in(Simulation.of("orders"));

    /** Nobody could know that it was under way: the next one is refused, and says what a person has to do. */
    @Test
    void usersWhomACallThatWasUnderWaySendsNowhereAreSentBackByThePersonWhoIsToldSo() {
        Story story = FIRST.replay("v1 SOMETHING_ELSE at:1:48:REFUSED at:1:54:TAKEN_OVER");

        assertThat(story.violations()).as(story.text()).isEmpty();
        assertThat(story.text()).containsPattern("1\\.54 +route to nowhere: accepted");
    }

    /** Nothing has to be there for it to happen, so it would take the users of whatever was deployed meanwhile. */
    @Test
    void aSwitchToNowhereThatMayBeMadeLateIsOutlastedBeforeAnythingElseIsDeployed() {
        Story story = FIRST.replay("v1 SOMETHING_ELSE at:1:46:KILLED_AFTER at:2:24:LANDS_LATE");

        assertThat(story.violations()).as(story.text()).isEmpty();
        assertThat(story.text()).contains("route to nowhere: took effect late");
        assertThat(story.text()).contains("DEPLOYED: all steps are done; traffic goes orders-2-1 100 %");
    }
}
