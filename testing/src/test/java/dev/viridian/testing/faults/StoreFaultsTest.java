package dev.viridian.testing.faults;

import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.FaultInjector;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a state store that does not answer for a while must not change. */
class StoreFaultsTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-0-1");
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health").within(Duration.ofMinutes(5)))
            .onFailure(rollBack())
            .bake(Duration.ofMinutes(5));

    private static final Set<Operation> CHANGES =
            Set.of(Operation.CREATE_STATE, Operation.REPLACE_STATE, Operation.DELETE_STATE);

    private final Simulation simulation = Simulation.of("orders").live("1.2", 2);

    private static DeploymentResult deploy(SimulatedWorld world, FaultInjector faults) {
        world.hold(ORDERS);
        world.platform().inject(faults);
        return Deployer.silently(world.platform()).as("the test").deploy(ORDERS);
    }

    private static String journal(SimulatedWorld world) {
        StringBuilder text = new StringBuilder();
        for (String key : world.state().list("journal/")) {
            world.state()
                    .read(key)
                    .ifPresent(stored -> text.append(stored.document().text()));
        }
        return text.toString();
    }

    @Test
    void aJournalThatCannotBeWrittenForAMomentFailsNoStep() {
        SimulatedWorld world = simulation.open();
        AtomicInteger failures = new AtomicInteger();

        DeploymentResult result = deploy(
                world,
                (call, operation, subject) -> operation == Operation.CREATE_STATE
                                && subject.toString().startsWith("journal/")
                                && call > 33
                                && failures.getAndIncrement() % 3 < 2
                        ? Fault.FAILS
                        : Fault.NONE);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.DEPLOYED);
        assertThat(result.events(Event.StepFailed.class)).isEmpty();
        assertThat(failures).hasValueGreaterThan(6);
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void anAbortOrderThatCannotBeReadFailsNoStep() {
        SimulatedWorld world = simulation.open();

        DeploymentResult result = deploy(
                world,
                (call, operation, subject) ->
                        operation == Operation.READ_STATE && subject.equals("abort") ? Fault.FAILS : Fault.NONE);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.DEPLOYED);
        assertThat(result.events(Event.StepFailed.class)).isEmpty();
    }

    @Test
    void aWayBackIsWrittenDownAsSoonAsThatIsPossible() {
        SimulatedWorld world =
                simulation.everyMachine("1.3", Fate.failsToStart("exit code 1")).open();
        AtomicInteger failures = new AtomicInteger();

        DeploymentResult result = deploy(
                world,
                (call, operation, subject) -> operation == Operation.CREATE_STATE
                                && subject.toString().startsWith("journal/")
                                && call > 33
                                && failures.getAndIncrement() < 10
                        ? Fault.FAILS
                        : Fault.NONE);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.live().orElseThrow().name()).isEqualTo(BLUE);
        assertThat(failures).hasValueGreaterThan(10);
        assertThat(journal(world)).contains("retire orders-1-1", "\"RollBackBegun\"");
    }

    @Test
    void aWayBackIsGoneThatCannotBeWrittenDownAtAll() {
        SimulatedWorld world =
                simulation.everyMachine("1.3", Fate.failsToStart("exit code 1")).open();

        DeploymentResult result = deploy(
                world,
                (call, operation, subject) -> operation == Operation.CREATE_STATE
                                && subject.toString().startsWith("journal/")
                                && call > 33
                        ? Fault.FAILS
                        : Fault.NONE);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.environments()).hasSize(1);
        assertThat(world.elapsed()).isLessThan(Duration.ofMinutes(3));
    }

    /** The next controller finds nothing of the way back in the store, carries on, and succeeds. */
    @Test
    void whatCouldNotBeWrittenDownIsToldByAnotherKeyThanHowItEndsAfterAll() {
        SimulatedWorld world = simulation.open();
        AtomicBoolean readOnly = new AtomicBoolean();
        AtomicInteger tests = new AtomicInteger();
        Deployment orders = ORDERS.smokeTest(
                        "works", SmokeTest.code(green -> readOnly.set(tests.getAndIncrement() == 0)))
                .notifying(message -> {});
        world.hold(orders);
        world.platform()
                .inject((call, operation, subject) ->
                        readOnly.get() && CHANGES.contains(operation) ? Fault.FAILS : Fault.NONE);

        DeploymentResult first = Deployer.on(world.platform()).as("the first").deploy(orders);
        readOnly.set(false);
        DeploymentResult second = Deployer.on(world.platform()).as("the second").deploy(orders);

        assertThat(first.outcome()).as(first.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(second.outcome()).as(second.timeline()).isEqualTo(Outcome.DEPLOYED);
        assertThat(world.notifications())
                .extracting(Notification::key)
                .containsExactly("orders#1/outcome-rolled-back", "orders#1/outcome-deployed");
    }
}
