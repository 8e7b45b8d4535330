package dev.viridian.testing.simulation;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.HttpProbe;
import dev.viridian.MachineId;
import dev.viridian.engine.Deployer;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever tears a machine down that users reach must have had cause; what is cause is counted for each health check. */
class SickMachinesTest {
    private static final EnvironmentName GREEN = new EnvironmentName("orders-1-1");
    private static final MachineId SICK = new MachineId("orders-1-1.1");
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health").within(Duration.ofMinutes(5)))
            .healthCheck(http("/ready").consecutively(4).within(Duration.ofMinutes(5)))
            .onFailure(rebuild())
            .bake(Duration.ofMinutes(5));

    private static void deploy(SimulatedWorld world, FaultInjector faults) {
        world.hold(ORDERS);
        world.platform().inject(faults);
        Deployer.silently(world.platform()).as("the test").deploy(ORDERS).orElseThrow();
        assertThat(world.calls()).anyMatch(call -> call.operation() == Operation.REPLACE);
    }

    @Test
    void questionsThatHangAreCause() {
        SimulatedWorld world = Simulation.of("orders").live("1.2", 3).open();

        deploy(
                world,
                (call, operation, subject) -> operation == Operation.ASK
                                && subject.equals(SICK)
                                && world.routing().reaches(GREEN)
                        ? Fault.HANGS
                        : Fault.NONE);

        assertThat(world.violations()).isEmpty();
    }

    @Test
    void oneHealthCheckOfSeveralIsCause() {
        SimulatedWorld[] opened = new SimulatedWorld[1];
        SimulatedWorld world = Simulation.of("orders")
                .live("1.2", 3)
                .answering((probe, machine, version) -> probe instanceof HttpProbe http
                                && http.path().equals("/ready")
                                && machine.id().equals(SICK)
                                && opened[0].routing().reaches(GREEN)
                        ? Optional.of(Answer.sick("503 Service Unavailable"))
                        : Optional.empty())
                .open();
        opened[0] = world;

        deploy(world, FaultInjector.NONE);

        assertThat(world.violations()).isEmpty();
    }

    @Test
    void aMachineThatAnswersWellIsNone() {
        SimulatedWorld world = Simulation.of("orders").live("1.2", 3).open();
        world.hold(ORDERS);
        SimulatedPlatform platform = world.platform();

        Deployer.silently(platform).as("the test").deploy(ORDERS).orElseThrow();
        platform.environments().replace(GREEN, SICK, new Fence(9, "orders#1/somebody"));

        assertThat(world.violations())
                .singleElement()
                .asString()
                .contains("is torn down while it serves users and answers well");
    }
}
