package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import dev.viridian.plan.Plan;
import dev.viridian.plan.Situation;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.Platform;
import dev.viridian.state.Journal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at what there is, and changes nothing. */
final class Survey {
    private final Platform platform;

    Survey(Platform platform) {
        this.platform = platform;
    }

    Plan plan(Deployment deployment) {
        PinnedArtifact artifact = platform.artifacts().pin(deployment.artifact());
        return Plan.of(deployment, situation(Journal.nextId(platform.state(), platform.application()), artifact));
    }

    Situation situation(DeploymentId id, PinnedArtifact artifact) {
        TrafficSplit routing = platform.traffic().observed();
        List<Environment> environments = platform.environments().list();
        Optional<Environment> live = mostTraffic(routing)
                .flatMap(name -> environments.stream()
                        .filter(found -> found.name().equals(name))
                        .findFirst());
        return new Situation(id, 1, artifact.revision(), routing, live, leftBehind(environments, routing));
    }

    private static Optional<EnvironmentName> mostTraffic(TrafficSplit routing) {
        return routing.weights().entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    /** What belongs to nothing that is known: neither live nor in quarantine. */
    List<EnvironmentName> leftBehind() {
        return leftBehind(platform.environments().list(), platform.traffic().observed());
    }

    private List<EnvironmentName> leftBehind(List<Environment> environments, TrafficSplit routing) {
        Quarantines quarantines = Quarantines.in(platform.state());
        return environments.stream()
                .map(Environment::name)
                .filter(name -> !routing.reaches(name))
                .filter(name -> !quarantines.holds(name, platform.time().now()))
                .sorted()
                .toList();
    }
}
