package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;

import dev.viridian.Deployment;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.aws.SimulatedAws;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where 1.0 is live, and others than deployments make it bigger and smaller, too. */
abstract class ScaledWorld<F extends ExploredAws> {
    final F fixture;
    private boolean isMeddledWith;

    ScaledWorld(F fixture) {
        this.fixture = fixture;
    }

    /** Whatever was deployed, and however that ended: what is live is scaled as it was asked for. */
    abstract void requireAsAsked(String scenario);

    final SimulatedAws aws() {
        return fixture.aws();
    }

    final int environments() {
        return fixture.open().environments().sizes().size();
    }

    final DeploymentResult deploy(String version) {
        return Deployer.on(fixture.open()).deploy(deployment(version));
    }

    Deployment deployment(String version) {
        return Deployment.blueGreen()
                .artifact(fixture.artifact(version))
                .healthCheck(http("/health").within(Duration.ofMinutes(8)))
                .keepWarm(Duration.ZERO)
                .bake(Duration.ofMinutes(20))
                .notifying(notification -> {});
    }

    /** 1.1 follows 1.0 where nobody scales. */
    static void deployTwice(ExploredAws plain) {
        for (String version : List.of("1.0", "1.1")) {
            Deployer.on(plain.open())
                    .deploy(Deployment.blueGreen()
                            .artifact(plain.artifact(version))
                            .healthCheck(http("/health"))
                            .keepWarm(Duration.ZERO)
                            .machines(2)
                            .notifying(notification -> {}))
                    .orElseThrow();
        }
    }

    /** Has something done once, when that operation is called. */
    final void when(String operation, Runnable deed) {
        aws().faults(call -> {
            if (!isMeddledWith && call.operation().equals(operation)) {
                isMeddledWith = true;
                deed.run();
            }
            return Optional.empty();
        });
    }
}
