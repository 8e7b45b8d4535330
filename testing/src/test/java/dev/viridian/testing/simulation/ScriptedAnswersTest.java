package dev.viridian.testing.simulation;

import static dev.viridian.HealthCheck.http;
import static dev.viridian.spi.Probes.Answer.sick;
import static dev.viridian.spi.Probes.Answer.well;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedAnswersTest {
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health").consecutively(2).within(Duration.ofMinutes(1)))
            .keepWarm(Duration.ZERO);

    private final Simulation simulation = Simulation.of("orders").live("1.2", 1);

    private static List<String> answersOf(SimulatedWorld world, String machine) {
        return world.calls().stream()
                .filter(call ->
                        call.operation() == Operation.ASK && call.subject().equals(machine))
                .map(Call::answer)
                .map(answer -> answer.replaceAll(".*text=(.*)]", "$1"))
                .toList();
    }

    private static DeploymentResult deploy(SimulatedWorld world) {
        world.hold(ORDERS);
        return Deployer.silently(world.platform()).as("the test").deploy(ORDERS);
    }

    @Test
    void areGivenInTheirOrderByEachMachineAndTheLastOneStays() {
        SimulatedWorld world = simulation
                .answering("/health", well("one"), sick("two"), sick("three"), well("four"))
                .open();

        DeploymentResult result = deploy(world);

        assertThat(result.succeeded()).isTrue();
        assertThat(answersOf(world, "orders-1-1.1")).startsWith("one", "two", "three", "four", "four");
    }

    @Test
    void beginAgainInEachWorld() {
        Simulation scripted = simulation.answering("/health", sick("warming up"), well("200 OK"));
        SimulatedWorld one = scripted.open();
        SimulatedWorld other = scripted.open();

        deploy(one);
        deploy(other);

        assertThat(answersOf(other, "orders-1-1.1"))
                .startsWith("warming up", "200 OK")
                .isEqualTo(answersOf(one, "orders-1-1.1"));
    }

    @Test
    void ofOneVersionAreNotThoseOfAnother() {
        SimulatedWorld world = simulation
                .answering("1.2", "/health", sick("I am old"))
                .answering("/elsewhere", sick("nobody asks"))
                .open();

        assertThat(deploy(world).succeeded()).isTrue();
        assertThat(answersOf(world, "orders-1-1.1")).doesNotContain("I am old", "nobody asks");
    }

    @Test
    void aMachineThatNeverAnswersWellAgainIsGivenUp() {
        SimulatedWorld world = simulation
                .answering("1.3", "/health", well("200 OK"), sick("503"))
                .open();

        assertThat(deploy(world).succeeded()).isFalse();
    }
}
