package dev.viridian.testing.field;

import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.ControllerKilled;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import dev.viridian.testing.simulation.TrafficMoment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What users of other deployment systems suffered, as far as it takes users, time and machines to show it; the engine's own tests have the rest. */
class FieldCasesTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-0-1");
    private static final EnvironmentName GREEN = new EnvironmentName("orders-1-1");
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health").within(Duration.ofMinutes(5)))
            .keepWarm(Duration.ZERO);

    private final Simulation simulation = Simulation.of("orders").live("1.2", 4);

    private boolean happened;

    private boolean once() {
        boolean first = !happened;
        happened = true;
        return first;
    }

    private static DeploymentResult deploy(SimulatedWorld world, Deployment deployment) {
        world.hold(deployment);
        return Deployer.silently(world.platform()).as("the test").deploy(deployment);
    }

    private static Instant timeOf(SimulatedWorld world, Operation operation, String subject) {
        return world.calls().stream()
                .filter(call -> call.operation() == operation && call.subject().equals(subject))
                .map(Call::at)
                .findFirst()
                .orElseThrow();
    }

    /** Case 3: the balancer keeps sending for a while to what was taken out. */
    @Test
    void theOldEnvironmentStaysUntilWhatIsInFlightToItHasEnded() {
        SimulatedWorld world = simulation.longestRequest(Duration.ofSeconds(20)).open();

        deploy(world, ORDERS).orElseThrow();

        Instant switched =
                timeOf(world, Operation.ROUTE, TrafficSplit.allTo(GREEN).toString());
        assertThat(Duration.between(switched, timeOf(world, Operation.DESTROY, BLUE.value())))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(world.violations()).isEmpty();
    }

    /** Case 4: what counts is when the router was last read back, not when it was told. */
    @Test
    void noOldMachineStopsBeforeTheRouterHasConvergedAndDrained() {
        SimulatedWorld world = simulation
                .routerConvergesIn(Duration.ofMinutes(2))
                .longestRequest(Duration.ofSeconds(20))
                .open();

        deploy(world, ORDERS).orElseThrow();

        Instant converged = world.traffic().stream()
                .filter(moment -> moment.routing().reaches(GREEN))
                .map(TrafficMoment::from)
                .findFirst()
                .orElseThrow();
        assertThat(Duration.between(converged, timeOf(world, Operation.DESTROY, BLUE.value())))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(world.violations()).isEmpty();
    }

    /** Case 4: a router that showed the new routing may send the old way once more, and its users are drained from then on. */
    @Test
    void aRouterThatSwitchesOnlyAfterItHasShownSoCutsNoRequest() {
        SimulatedWorld world = simulation.longestRequest(Duration.ofSeconds(20)).open();
        world.platform().inject((call, operation, subject) -> {
            if (operation == Operation.COUNT_IN_FLIGHT && world.routing().reaches(GREEN) && once()) {
                world.reroute(TrafficSplit.allTo(BLUE));
                world.after(Duration.ofSeconds(40), () -> world.reroute(TrafficSplit.allTo(GREEN)));
            }
            return Fault.NONE;
        });

        deploy(world, ORDERS).orElseThrow();

        Instant switched = world.traffic().get(world.traffic().size() - 1).from();
        assertThat(Duration.between(switched, timeOf(world, Operation.DESTROY, BLUE.value())))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(world.violations()).isEmpty();
    }

    /** Case 17: who has looked a name up keeps where it led, and comes there although nothing is in flight. */
    @Test
    void theOldEnvironmentServesUntilNobodyComesAnyMoreWhoWasSentThereBefore() {
        SimulatedWorld world =
                simulation.stragglersComeFor(Duration.ofMinutes(12)).open();

        deploy(world, ORDERS).orElseThrow();

        Instant switched =
                timeOf(world, Operation.ROUTE, TrafficSplit.allTo(GREEN).toString());
        assertThat(Duration.between(switched, timeOf(world, Operation.DESTROY, BLUE.value())))
                .isBetween(Duration.ofMinutes(12), Duration.ofMinutes(13));
        assertThat(world.violations()).isEmpty();
    }

    /** Case 17: what it was kept warm for counts. */
    @Test
    void theTimeForWhichStragglersComeBeginsWithTheSwitch() {
        SimulatedWorld world =
                simulation.stragglersComeFor(Duration.ofMinutes(4)).open();

        deploy(world, ORDERS.keepWarm(Duration.ofMinutes(5))).orElseThrow();

        Instant switched =
                timeOf(world, Operation.ROUTE, TrafficSplit.allTo(GREEN).toString());
        assertThat(Duration.between(switched, timeOf(world, Operation.DESTROY, BLUE.value())))
                .isLessThan(Duration.ofMinutes(6));
        assertThat(world.violations()).isEmpty();
    }

    /** Case 17: the way back is one, too. */
    @Test
    void aCandidateThatIsRolledBackServesAsLong() {
        SimulatedWorld world = simulation
                .stragglersComeFor(Duration.ofMinutes(12))
                .everyMachine("1.3", Fate.sickAfter(Duration.ofMinutes(2)))
                .open();

        DeploymentResult result = deploy(world, ORDERS.bake(Duration.ofMinutes(10)));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        Instant back = timeOf(world, Operation.ROUTE, TrafficSplit.allTo(BLUE).toString());
        assertThat(Duration.between(back, timeOf(world, Operation.DESTROY, GREEN.value())))
                .isGreaterThanOrEqualTo(Duration.ofMinutes(12));
        assertThat(world.violations()).isEmpty();
    }

    /** Case 17: a lease that holds, and cannot be renewed for a moment, is no reason to cut users off. */
    @Test
    void whatIsDrainedIsDrainedToItsEndAlthoughTheLeaseIsNotRenewedForAMoment() {
        SimulatedWorld world =
                simulation.stragglersComeFor(Duration.ofMinutes(1)).open();
        world.platform()
                .inject((call, operation, subject) ->
                        operation == Operation.REPLACE_STATE && world.routing().reaches(GREEN) && once()
                                ? Fault.REFUSED
                                : Fault.NONE);

        DeploymentResult result = deploy(world, ORDERS).orElseThrow();

        assertThat(happened).isTrue();
        assertThat(result.cleanUpFailures()).isEmpty();
        assertThat(world.environments()).hasSize(1);
        assertThat(world.violations()).isEmpty();
    }

    /** Cases 17 and 23: what could not be drained is not removed as if it were; the next deployment removes it. */
    @Test
    void whatCouldNotBeDrainedStaysUntilTheNextDeployment() {
        SimulatedWorld world =
                simulation.stragglersComeFor(Duration.ofMinutes(12)).open();

        DeploymentResult result = deploy(world, ORDERS.within(Duration.ofMinutes(10)));

        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(world.environments()).hasSize(2);
        assertThat(result.cleanUpFailures())
                .extracting(Event.CleanUpFailed::step)
                .containsExactly("drain orders-0-1", "retire orders-0-1");
        assertThat(world.violations()).isEmpty();
    }

    /** Case 17: nobody knows when users were last sent to what was left behind. */
    @Test
    void whatWasLeftBehindServesAsLongBeforeTheNextDeploymentRemovesIt() {
        SimulatedWorld world =
                simulation.stragglersComeFor(Duration.ofMinutes(12)).open();
        deploy(world, ORDERS.within(Duration.ofMinutes(10)));
        Instant begun = world.now();

        deploy(world, ORDERS).orElseThrow();

        assertThat(timeOf(world, Operation.DESTROY, BLUE.value())).isAfterOrEqualTo(begun.plus(Duration.ofMinutes(12)));
        assertThat(world.violations()).isEmpty();
    }

    /** Case 17: so does recovering. */
    @Test
    void whatWasLeftBehindServesAsLongBeforeItIsRecoveredFrom() {
        SimulatedWorld world =
                simulation.stragglersComeFor(Duration.ofMinutes(12)).open();
        deploy(world, ORDERS.within(Duration.ofMinutes(10)));
        Instant begun = world.now();

        Deployer.on(world.platform()).recover();

        assertThat(timeOf(world, Operation.DESTROY, BLUE.value())).isAfterOrEqualTo(begun.plus(Duration.ofMinutes(12)));
        assertThat(world.violations()).isEmpty();
    }

    /** Case 8: a flap starts the count again. */
    @Test
    void aMachineThatFlapsGetsTrafficOnlyAfterThreeGoodAnswersInARow() {
        SimulatedWorld steady = simulation.open();
        SimulatedWorld flapping = simulation.machine("1.3", 2, Fate.flaps()).open();

        deploy(steady, ORDERS).orElseThrow();
        deploy(flapping, ORDERS).orElseThrow();

        String route = TrafficSplit.allTo(GREEN).toString();
        assertThat(timeOf(flapping, Operation.ROUTE, route)).isAfter(timeOf(steady, Operation.ROUTE, route));
        assertThat(flapping.violations()).isEmpty();
    }

    /** Case 11: every new machine fails, again and again. */
    @Test
    void launchesStopAfterAFewMachinesThatFailAndOneMessageTellsIt() {
        SimulatedWorld world =
                simulation.everyMachine("1.3", Fate.failsToStart("exit code 1")).open();

        DeploymentResult result =
                deploy(world, ORDERS.onFailure(rebuild().atMost(2).then(quarantine(Duration.ofDays(1)))));

        assertThat(result.outcome()).isEqualTo(Outcome.QUARANTINED);
        assertThat(world.machinesMade()).isLessThanOrEqualTo(3 * 4 + 2);
        assertThat(world.notifications()).hasSize(1);
        assertThat(world.environments())
                .extracting(environment -> environment.name())
                .hasSize(2);
        assertThat(world.live().orElseThrow().name()).isEqualTo(BLUE);
    }

    /** Cases 13 and 14: a job was killed and its lease stayed. */
    @Test
    void theNextControllerTakesOverFromADeadOneAtOnceAndSaysWhatItTookOver() {
        SimulatedWorld world = simulation.open();
        world.hold(ORDERS);
        world.platform()
                .inject((call, operation, subject) -> operation == Operation.ROUTE ? Fault.KILLED_AFTER : Fault.NONE);
        Throwable death = catchThrowable(() ->
                Deployer.silently(world.platform()).as("a job that was killed").deploy(ORDERS));
        Instant died = world.now();

        DeploymentResult result =
                Deployer.silently(world.anotherController()).as("the next job").deploy(ORDERS);

        assertThat(death).isInstanceOf(ControllerKilled.class);
        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(result.events(Event.TakenOver.class))
                .singleElement()
                .satisfies(
                        taken -> assertThat(Duration.between(died, taken.at())).isLessThan(Duration.ofSeconds(1)))
                .satisfies(taken -> assertThat(taken.by()).isEqualTo("the next job"));
        assertThat(world.environments()).hasSize(1);
        assertThat(world.violations()).isEmpty();
    }
}
