package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import dev.viridian.plan.Situation;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.Platform;
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

    Situation situation(DeploymentId id, PinnedArtifact artifact) {
        TrafficSplit routing = platform.traffic().observed();
        List<Environment> environments = platform.environments().list();
        Optional<Environment> live = mostTraffic(routing)
                .flatMap(name -> environments.stream()
                        .filter(found -> found.name().equals(name))
                        .findFirst());
        return new Situation(
                id,
                1,
                artifact.revision(),
                routing,
                live,
                leftBehind(environments, routing),
                wayBack(environments, routing));
    }

    /** Where what gets the traffic is the last proven one itself, there is no other to keep. */
    private Optional<EnvironmentName> wayBack(List<Environment> environments, TrafficSplit routing) {
        return WayBack.in(platform.state())
                .find()
                .filter(name -> !routing.reaches(name))
                .filter(name -> environments.stream().map(Environment::name).anyMatch(name::equals));
    }

    private static Optional<EnvironmentName> mostTraffic(TrafficSplit routing) {
        return routing.weights().entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    /** What nothing needs: neither live, nor in quarantine, nor the way back. */
    List<EnvironmentName> leftBehind() {
        return leftBehind(platform.environments().list(), platform.traffic().observed());
    }

    private List<EnvironmentName> leftBehind(List<Environment> environments, TrafficSplit routing) {
        Quarantines quarantines = Quarantines.in(platform.state());
        Optional<EnvironmentName> wayBack = WayBack.in(platform.state()).find();
        return environments.stream()
                .map(Environment::name)
                .filter(name -> !routing.reaches(name))
                .filter(name -> wayBack.filter(name::equals).isEmpty())
                .filter(name -> !quarantines.holds(name, platform.time().now()))
                .sorted()
                .toList();
    }
}
