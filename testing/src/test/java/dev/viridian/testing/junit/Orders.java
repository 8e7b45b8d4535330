package dev.viridian.testing.junit;

import static dev.viridian.HealthCheck.http;

import dev.viridian.Deployment;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;

/** A deployment to test with, and the world it is made in. */
final class Orders {
    static final Deployment DEPLOYMENT = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health").within(Duration.ofMinutes(5)));

    static final Simulation WORLD = Simulation.of("orders").live("1.2", 2);

    static final Simulation SICK_WORLD = WORLD.everyMachine("1.3", Fate.comesUpSick());

    private Orders() {}
}
