package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.plan.Situation;
import dev.viridian.spi.Environments;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.History;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at what there is, and changes nothing. */
final class Survey {
    /** What was just made may be missing in a list for a while. */
    private static final Duration UNTIL_GONE = Duration.ofSeconds(30);

    private static final String LIST = "list environments";

    private final Platform platform;

    Survey(Platform platform) {
        this.platform = platform;
    }

    /** What a deployment of that artifact would find there. */
    Situation situation(Sighting sighting, DeploymentId id, PinnedArtifact artifact) {
        Optional<Environment> live = mostTraffic(sighting.routing()).flatMap(sighting::environment);
        Optional<Environment> wayBack = wayBack(sighting.environments(), sighting.routing());
        return new Situation(
                id,
                1,
                artifact.revision(),
                sighting.routing(),
                live,
                leftBehind(sighting.environments(), sighting.routing(), wayBack),
                wayBack,
                platform.traffic().stragglersComeFor());
    }

    /**
     * What is there and where the traffic goes.
     *
     * @throws PlatformException when that contradicts itself: then nothing is known, and nothing is touched
     */
    Sighting explained() {
        Sighting sighting = sighting();
        if (sighting.reachesNothing()) {
            requireExplained(sighting);
        }
        return sighting;
    }

    /** What gets the most of the traffic, if anything does. */
    Optional<Environment> live() {
        Sighting sighting = sighting();
        return mostTraffic(sighting.routing()).flatMap(sighting::environment);
    }

    /** What was seen at one time. */
    record Sighting(TrafficSplit routing, List<Environment> environments) {
        Optional<Environment> environment(EnvironmentName name) {
            for (Environment found : environments) {
                if (found.name().equals(name)) {
                    return Optional.of(found);
                }
            }
            return Optional.empty();
        }

        /** Whether nothing gets traffic, or nothing that is there. */
        boolean reachesNothing() {
            return routing.environments().stream()
                    .allMatch(name -> environment(name).isEmpty());
        }

        String whereTrafficGoes() {
            return routing.environments().isEmpty() ? "nowhere" : "to " + routing + ", which is not there";
        }

        boolean isComplete() {
            for (EnvironmentName name : routing.environments()) {
                if (environment(name).isEmpty()) {
                    return false;
                }
            }
            return true;
        }

        Glance glance() {
            Map<EnvironmentName, Integer> sizes = new TreeMap<>();
            environments.forEach(environment -> sizes.put(environment.name(), environment.size()));
            return new Glance(routing, sizes);
        }
    }

    /** By what two looks are compared. */
    private record Glance(TrafficSplit routing, Map<EnvironmentName, Integer> sizes) {}

    /**
     * Looks until the same is seen twice in a row and what gets the traffic is there: a single answer may say nothing, or what was true
     * a moment ago. What is still not there after a while is gone.
     */
    private Sighting sighting() {
        Instant end = platform.time().now().plus(UNTIL_GONE);
        Glance last = glance();
        while (true) {
            Sighting sighting = look();
            Glance next = sighting.glance();
            boolean late = !platform.time().now().isBefore(end);
            if (next.equals(last) && (sighting.isComplete() || late)) {
                return sighting;
            }
            if (late) {
                throw PlatformException.refused(
                        "look at what is live",
                        "it does not stay the same: " + last + ", then " + next
                                + ". Somebody else is changing it; wait until that is over, and deploy again.");
            }
            last = next;
            platform.time().sleep(Controller.routerPace(platform));
        }
    }

    private Glance glance() {
        TrafficSplit routing = observed();
        Environments environments = platform.environments();
        Map<EnvironmentName, Integer> listed = Answered.by(() -> LIST, environments.sizes());
        return new Glance(
                routing,
                Sizes.of(
                        listed,
                        routing.environments(),
                        name -> Answered.by(() -> "find " + name, environments.size(name))));
    }

    private TrafficSplit observed() {
        return Answered.by(() -> "read the routing", platform.traffic().observed());
    }

    /** A list may leave out what is asked for by its name. */
    private Sighting look() {
        Sighting listed = new Sighting(
                observed(), Answered.by(() -> LIST, platform.environments().list()));
        if (listed.isComplete()) {
            return listed;
        }
        List<Environment> all = new ArrayList<>(listed.environments());
        for (EnvironmentName name : listed.routing().environments()) {
            if (listed.environment(name).isEmpty()) {
                Answered.by(() -> "find " + name, platform.environments().find(name))
                        .ifPresent(all::add);
            }
        }
        return new Sighting(listed.routing(), all);
    }

    /** Where nothing that is there is said to be live, something that nobody left behind may well be. */
    private void requireExplained(Sighting sighting) {
        History history = History.of(platform.state(), platform.application());
        for (EnvironmentName name : leftBehind(sighting.environments(), TrafficSplit.nowhere())) {
            boolean explained = deploymentOf(name)
                    .flatMap(history::find)
                    .filter(entry -> !entry.live().reaches(name))
                    .isPresent();
            if (!explained) {
                throw PlatformException.refused(
                        "look at what is live",
                        "the router sends traffic " + sighting.whereTrafficGoes() + ", but " + name
                                + " is there, and no earlier deployment is known to have"
                                + " left it behind: users may depend on it. Look at the router, route the traffic to it or remove it,"
                                + " and deploy again.");
            }
        }
    }

    /** Which deployment made it, as its name says. */
    Optional<DeploymentId> deploymentOf(EnvironmentName name) {
        Matcher matcher = Pattern.compile(
                        Pattern.quote(platform.application().toLowerCase(Locale.ROOT)) + "-(\\d{1,9})-\\d+")
                .matcher(name.value());
        return matcher.matches()
                ? Optional.of(new DeploymentId(platform.application(), Integer.parseInt(matcher.group(1))))
                : Optional.empty();
    }

    /** Where what gets the traffic is the last proven one itself, there is no other to keep. */
    private Optional<Environment> wayBack(List<Environment> environments, TrafficSplit routing) {
        List<Environment> others = environments.stream()
                .filter(environment -> !routing.reaches(environment.name()))
                .toList();
        Optional<EnvironmentName> lastProven = others.isEmpty()
                ? Optional.empty()
                : WayBack.of(platform).find().or(() -> instead(routing));
        return others.stream()
                .filter(environment ->
                        lastProven.filter(environment.name()::equals).isPresent())
                .findFirst();
    }

    /**
     * What gets the traffic may have been given up by the deployment that made it: a switch was made late, by a controller that was paused for instance.
     * Then the last proven one is what that deployment went back to.
     */
    private Optional<EnvironmentName> instead(TrafficSplit routing) {
        History history = History.of(platform.state(), platform.application());
        return mostTraffic(routing)
                .flatMap(this::deploymentOf)
                .flatMap(history::find)
                .filter(entry -> entry.outcome() == Outcome.ROLLED_BACK || entry.outcome() == Outcome.QUARANTINED)
                .flatMap(entry -> entry.live().sole());
    }

    private static Optional<EnvironmentName> mostTraffic(TrafficSplit routing) {
        return routing.weights().entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    /**
     * What nothing needs: neither live, nor in quarantine, nor the way back.
     *
     * @throws PlatformException when what is there contradicts itself: then nothing is known, and nothing is touched
     */
    List<EnvironmentName> leftBehind() {
        Sighting sighting = explained();
        return leftBehind(sighting.environments(), sighting.routing());
    }

    private List<EnvironmentName> leftBehind(List<Environment> environments, TrafficSplit routing) {
        return leftBehind(environments, routing, wayBack(environments, routing));
    }

    private List<EnvironmentName> leftBehind(
            List<Environment> environments, TrafficSplit routing, Optional<Environment> wayBack) {
        Quarantines quarantines = Quarantines.in(platform.state());
        return environments.stream()
                .map(Environment::name)
                .filter(name -> !routing.reaches(name))
                .filter(name ->
                        wayBack.map(Environment::name).filter(name::equals).isEmpty())
                .filter(name -> !quarantines.holds(name, platform.time().now()))
                .sorted()
                .toList();
    }
}
