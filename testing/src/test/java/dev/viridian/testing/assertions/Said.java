package dev.viridian.testing.assertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.Deployment;
import dev.viridian.HealthCheck;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What assertions that fail say, and what they are tried on. */
final class Said {
    static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(HealthCheck.http("/health").within(Duration.ofMinutes(5)));

    static final Simulation WORLD = Simulation.of("orders").live("1.2", 2);

    private Said() {}

    static DeploymentResult deployed(SimulatedWorld world, Deployment deployment) {
        world.hold(deployment);
        return Deployer.silently(world.platform()).as("the test").deploy(deployment);
    }

    static DeploymentResult deployed(Simulation simulation, Deployment deployment) {
        return deployed(simulation.open(), deployment);
    }

    /** What is expected and what was found; the story after it begins with this line. */
    static String by(ThrowingCallable failing, String story) {
        String message = catchThrowableOfType(AssertionError.class, failing).getMessage();
        assertThat(message).startsWith("\n").contains("\n" + story + "\n");
        return message.substring(1, message.indexOf("\n" + story + "\n"));
    }
}
