package dev.viridian.examples.orders;

import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.JdbcProbe;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Probes.Answer;
import dev.viridian.testing.faults.Exploration;
import dev.viridian.testing.faults.Faults;
import dev.viridian.testing.faults.Story;
import dev.viridian.testing.junit.ViridianTest;
import dev.viridian.testing.junit.World;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a team tests its deployment: in virtual time, and through every fault. */
@ViridianTest
class OrdersDeploymentTest {
    private static final Deployment ORDERS =
            OrdersDeployment.of(Path.of("orders-1.4.tar.gz").toAbsolutePath());

    @World
    private final Simulation simulation = Simulation.of("orders")
            .live("1.3", 2)
            .property("db.url", "jdbc:h2:tcp://localhost/orders")
            .property("db.user", "orders");

    private static DeploymentResult deploy(SimulatedWorld world) {
        world.hold(ORDERS);
        return Deployer.silently(world.platform()).as("the test").deploy(ORDERS);
    }

    @Test
    void replacesTheReleaseWithoutAnyUserNoticing() {
        SimulatedWorld world = simulation.open();

        deploy(world).orElseThrow();

        assertThat(world.live().orElseThrow().revision().version()).isEqualTo("1.4");
        assertThat(world.traffic())
                .allSatisfy(moment -> assertThat(moment.answered()).isEqualTo(1.0))
                .allSatisfy(moment -> assertThat(moment.capacity()).isGreaterThanOrEqualTo(2));
    }

    @Test
    void goesBackWhenTheReleaseCannotReachItsDatabaseAndSaysWhy() {
        SimulatedWorld world = simulation
                .answering((probe, machine, version) -> probe instanceof JdbcProbe
                        ? Optional.of(Answer.sick("Database \"ordres\" not found"))
                        : Optional.empty())
                .open();

        DeploymentResult result = deploy(world);

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.live().orElseThrow().revision().version()).isEqualTo("1.3");
        assertThat(world.notifications())
                .singleElement()
                .extracting(Notification::headline)
                .asString()
                .contains("reaches its database", "ordres");
    }

    @Test
    void rebuildsTheOneMachineThatComesUpSick() {
        SimulatedWorld world = simulation.machine("1.4", 1, Fate.comesUpSick()).open();

        DeploymentResult result = deploy(world);

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(result.timeline()).contains("rebuild machine orders-1-1.1");
    }

    @Test
    void keepsEveryPromiseWhateverGoesWrong() {
        Exploration exploration =
                Faults.of(ORDERS).in(simulation).pairs(500).random(200, 1).explore();

        assertThat(exploration.holdsEveryRule()).as(exploration.report()).isTrue();
        assertThat(exploration.count()).isGreaterThan(1_000);
    }

    @Test
    void tellsAScenarioAgainCallByCall() {
        Story story = Faults.of(ORDERS).in(simulation).replay("v1 SAME_AGAIN at:1:40:KILLED_AFTER");

        assertThat(story.violations()).isEmpty();
        assertThat(story.text()).contains("the controller is killed after it", "taken over by");
    }

    @Test
    void asksForNoMoreMachinesThanThereIsRoomFor(Deployer deployer, SimulatedWorld world) {
        assertThat(deployer.plan(ORDERS)).needsAtMostMachines(4);
        assertThat(world).wasNotChanged();
    }

    @Test
    void isLiveInTimeAndSaysSoOnce(Deployer deployer, SimulatedWorld world) {
        world.hold(ORDERS);

        assertThat(deployer.deploy(ORDERS)).isDeployed().isLive("1.4").leftNothingBehind();

        assertThat(world).trafficNeverDropped().capacityNeverBelow(2).holdsEveryRule();
        assertThat(world).notified().toldOnce(Outcome.DEPLOYED);
    }
}
