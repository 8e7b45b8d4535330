package dev.viridian.local.router;

import dev.viridian.EnvironmentName;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The environments known to the router, and the one route between them. */
final class Traffic {
    private final Map<EnvironmentName, Target> targets = new ConcurrentHashMap<>();
    private volatile Route route = Route.NOWHERE;

    /** Gives a new environment its machines, or replaces them; returns those that are no longer among them. */
    synchronized List<Machine> machines(EnvironmentName environment, List<InetSocketAddress> addresses) {
        Target target = targets.computeIfAbsent(environment, Target::new);
        List<Machine> before = target.machines();
        target.machines(addresses);
        target.keepConnections(!addresses.isEmpty());
        forgetWhatIsOver();
        return before.stream()
                .filter(machine -> !target.machines().contains(machine))
                .toList();
    }

    synchronized void route(Map<EnvironmentName, Integer> weights) {
        Map<Target, Integer> routed = new HashMap<>();
        new TreeMap<>(weights).forEach((environment, weight) -> {
            if (weight < 0) {
                throw new IllegalArgumentException("Cannot route to " + environment + " with the weight " + weight
                        + ": expected 0 or more. The route stays " + observed() + ".");
            }
            if (weight > 0) {
                routed.put(able(environment), weight);
            }
        });
        routed.keySet().forEach(target -> target.keepConnections(true));
        route = Route.to(routed);
    }

    private Target able(EnvironmentName environment) {
        return find(environment)
                .filter(target -> !target.machines().isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("Cannot route to " + environment
                        + ": the router knows none of its machines. Tell them first. The route stays " + observed()
                        + "."));
    }

    SortedMap<EnvironmentName, Integer> observed() {
        return route.weights();
    }

    Optional<Target> find(EnvironmentName environment) {
        return Optional.ofNullable(targets.get(environment));
    }

    /**
     * Chooses who gets a request and opens it there. The route is read again after the request was counted as open: so
     * whoever switches and then finds nothing in flight on the old side can be sure that nothing more will come there.
     */
    Optional<Target> admit() {
        while (true) {
            Route now = route;
            Optional<Target> chosen = now.choose();
            if (chosen.isEmpty()) {
                return chosen;
            }
            Target target = chosen.get();
            target.opened();
            if (route == now) {
                target.counted();
                return chosen;
            }
            target.closed();
        }
    }

    private void forgetWhatIsOver() {
        SortedMap<EnvironmentName, Integer> routed = observed();
        targets.values()
                .removeIf(target -> target.machines().isEmpty()
                        && target.inFlight() == 0
                        && !routed.containsKey(target.environment()));
    }
}
