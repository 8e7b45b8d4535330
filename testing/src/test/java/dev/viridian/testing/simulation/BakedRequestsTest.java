package dev.viridian.testing.simulation;

import static dev.viridian.BakeCondition.requests;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The users of the simulation are counted: a bake can ask for enough of them. */
class BakedRequestsTest {
    private static DeploymentResult baked(long requests) {
        SimulatedWorld world = Simulation.of("orders").live("1.2", 3).open();
        DeploymentResult result = Deployer.silently(world.platform())
                .as("the test")
                .deploy(Deployment.blueGreen()
                        .artifact("s3://releases/orders/1.3/orders.tar.gz")
                        .healthCheck(http("/health"))
                        .bake(Duration.ofMinutes(5), requests(requests)));
        assertThat(world.violations()).isEmpty();
        return result;
    }

    @Test
    void aBakeThatEnoughOfThemReachCounts() {
        assertThat(baked(1).succeeded()).isTrue();
    }

    @Test
    void oneThatTooFewReachDoesNot() {
        DeploymentResult result = baked(1_000_000_000);

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).contains(" of 1000000000 requests");
    }
}
