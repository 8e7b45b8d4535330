package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.Failure;
import dev.viridian.plan.Plan;
import dev.viridian.report.DeploymentResult;
import java.util.Optional;
import java.util.function.Supplier;

/** Goes back to an earlier revision by a deployment of it. */
final class RollBackSession {
    private final Surroundings surroundings;
    private final Deployment deployment;
    private final Supplier<GoingBack> choice;

    RollBackSession(Surroundings surroundings, Deployment deployment, Optional<String> revision) {
        this(
                surroundings,
                deployment,
                () -> revision.map(name -> GoingBack.to(surroundings.platform(), name))
                        .orElseGet(() -> GoingBack.fromLive(surroundings.platform())));
    }

    RollBackSession(Surroundings surroundings, Deployment deployment, Supplier<GoingBack> choice) {
        this.surroundings = surroundings;
        this.deployment = deployment;
        this.choice = choice;
    }

    Plan plan() {
        GoingBack back = choice.get();
        return new PlanningSession(surroundings, back.with(deployment), Optional.of(back)).plan();
    }

    DeploymentResult run() {
        GoingBack back;
        Deployment earlier;
        try {
            back = choice.get();
            earlier = back.with(deployment);
        } catch (RuntimeException e) {
            return refused(Failures.of("find the revision to roll back to", e));
        }
        return new DeploymentSession(surroundings, earlier, Optional.of(back)).run();
    }

    /** It is refused before anything was looked at. */
    DeploymentResult refused(Failure failure) {
        return new DeploymentSession(surroundings, deployment, Optional.empty()).refused(failure);
    }
}
