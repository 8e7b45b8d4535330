package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.TrafficSplit;
import dev.viridian.plan.Plan;
import dev.viridian.plan.Situation;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.state.LastDeployment;
import dev.viridian.state.RecordedDeployment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Plans what a deployment would do, with what an earlier one left unfinished in mind; changes nothing. */
final class PlanningSession {
    private final Surroundings surroundings;
    private final Deployment deployment;
    private final Beginning beginning;

    PlanningSession(Surroundings surroundings, Deployment deployment, Optional<GoingBack> goingBack) {
        this.surroundings = surroundings;
        this.deployment = deployment;
        this.beginning = new Beginning(
                surroundings,
                deployment,
                KnownNotifiers.of(deployment.notifiers()).names(),
                goingBack);
    }

    Plan plan() {
        PinnedArtifact artifact = beginning.pinned();
        beginning.requireNotBad(artifact);
        LastDeployment last = LastRun.find(surroundings.platform());
        Optional<RecordedDeployment> unfinished =
                LastRun.unsettled(surroundings.platform(), last).filter(RecordedDeployment::isUnfinished);
        Situation situation = unfinished
                .map(left -> after(left, last.next(), artifact))
                .orElseGet(() -> beginning.situation(last.next(), artifact));
        return Plan.of(deployment, situation)
                .afterWaiting(surroundings.patience())
                .keeping(surroundings.keeping());
    }

    /** The same is carried on with; before another one it is rolled back, or stays where it has come that far. */
    private Situation after(RecordedDeployment unfinished, DeploymentId next, PinnedArtifact artifact) {
        Progress progress = Progress.of(unfinished.events());
        if (beginning.isOf(unfinished, artifact)) {
            return progress.situation(progress.started().leftBehind(), stragglersComeFor());
        }
        Situation now = beginning.situation(next, artifact);
        if (progress.successorProven()) {
            return now;
        }
        Optional<Environment> home =
                progress.situation(List.of(), stragglersComeFor()).home(progress.cutOverIntended());
        TrafficSplit routing = home.map(live -> TrafficSplit.allTo(live.name())).orElse(TrafficSplit.nowhere());
        Optional<Environment> wayBack = now.wayBack().filter(proven -> !routing.reaches(proven.name()));
        return new Situation(now.id(), 1, now.revision(), routing, home, List.of(), wayBack, stragglersComeFor());
    }

    private Duration stragglersComeFor() {
        return surroundings.platform().traffic().stragglersComeFor();
    }
}
