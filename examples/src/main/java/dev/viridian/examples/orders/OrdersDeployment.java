package dev.viridian.examples.orders;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.jdbc;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.viridian.Deployment;
import java.nio.file.Path;

/** How the orders service is deployed, wherever that is. */
public final class OrdersDeployment {
    private OrdersDeployment() {}

    /** The deployment of one release. */
    public static Deployment of(Path release) {
        return Deployment.blueGreen()
                .artifact(release.toUri())
                .healthCheck(http("/health")
                        .status(200)
                        .every(ofMillis(100))
                        .consecutively(3)
                        .within(ofSeconds(8)))
                .smokeTest(
                        "reaches its database",
                        green -> jdbc(green.property("db.url"))
                                .as(
                                        green.property("db.user"),
                                        green.findProperty("db.password").orElse(""))
                                .answers("select 1"))
                .revisionAt("/version")
                .machines(2)
                .drain(ofSeconds(10))
                .keepWarm(ofSeconds(1))
                .onFailure(
                        retry(1).after(ofMillis(200)).then(rebuild().atMost(1)).then(rollBack()));
    }
}
