package dev.viridian.examples.orders.aws;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import java.util.List;
import java.util.function.Function;

/** A day of the orders service: 1.0 is the first release, 1.1 replaces it, 1.2 cannot read orders and is rolled back, and then somebody goes back to 1.0. */
final class OrdersReleases {
    private final OrdersAccount account;

    OrdersReleases(OrdersAccount account) {
        this.account = account;
    }

    /** The deployment of one release. */
    Deployment of(String version) {
        return Deployment.blueGreen()
                .artifact(account.release(version))
                .healthCheck(
                        http("/health").every(ofMillis(100)).consecutively(3).within(ofMinutes(5)))
                .smokeTest("reads orders", green -> http("/orders"))
                .revisionAt("/version")
                .machines(2)
                .bake(ofSeconds(1), account.alarmOfErrors())
                .drain(ofSeconds(1))
                .keepWarm(ofSeconds(1))
                .onFailure(
                        retry(1).after(ofMillis(200)).then(rebuild().atMost(1)).then(rollBack()));
    }

    /** One thing that is done on that day. */
    record Step(String version, String what, Outcome expected, Function<Deployer, DeploymentResult> done) {}

    /** All of them, in order. */
    List<Step> steps(Function<Deployment, Deployment> told) {
        return List.of(
                release("1.0", "the first release", Outcome.DEPLOYED, told),
                release("1.1", "a new release, while users come", Outcome.DEPLOYED, told),
                release("1.2", "its connection string is wrong by mistake", Outcome.ROLLED_BACK, told),
                new Step(
                        "1.0",
                        "somebody goes back to it",
                        Outcome.DEPLOYED,
                        deployer -> deployer.rollBack(told.apply(of("1.1")), "1.0")));
    }

    private Step release(String version, String what, Outcome expected, Function<Deployment, Deployment> told) {
        return new Step(version, what, expected, deployer -> deployer.deploy(told.apply(of(version))));
    }
}
