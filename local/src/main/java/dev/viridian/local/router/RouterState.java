package dev.viridian.local.router;

import dev.viridian.EnvironmentName;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a router has to know to go on where another one ended. It is written as lines that a person can read.
 *
 * @param entry where users come in
 * @param machines the machines of each environment that has some
 * @param route the weights of the environments that are live
 */
record RouterState(
        InetSocketAddress entry,
        SortedMap<EnvironmentName, List<InetSocketAddress>> machines,
        SortedMap<EnvironmentName, Integer> route) {

    static RouterState at(InetSocketAddress entry) {
        return new RouterState(entry, new TreeMap<>(), new TreeMap<>());
    }

    RouterState withMachines(EnvironmentName environment, List<InetSocketAddress> addresses) {
        SortedMap<EnvironmentName, List<InetSocketAddress>> changed = new TreeMap<>(machines);
        if (addresses.isEmpty()) {
            changed.remove(environment);
        } else {
            changed.put(environment, List.copyOf(addresses));
        }
        return new RouterState(entry, changed, route);
    }

    RouterState withRoute(Map<EnvironmentName, Integer> weights) {
        return new RouterState(entry, machines, new TreeMap<>(weights));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("entry " + Addresses.text(entry));
        machines.forEach((environment, addresses) -> lines.add("machines " + Lines.machines(environment, addresses)));
        lines.add("route" + Lines.weights(route));
        return lines;
    }

    static RouterState parse(List<String> lines) {
        RouterState state = at(Addresses.parse(lines.get(0).substring("entry ".length())));
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ", -1);
            state = switch (words[0]) {
                case "machines" -> state.withMachines(new EnvironmentName(words[1]), Lines.addresses(words, 2));
                case "route" -> state.withRoute(Lines.weights(words, 1));
                default -> throw new IllegalArgumentException("Not a line of a router's state: '" + line + "'");
            };
        }
        return state;
    }

    /** Tells a new router what this one knew. An environment that lost its machines since it was routed to is left out. */
    void resumeIn(Router router) {
        machines.forEach(router::machines);
        SortedMap<EnvironmentName, Integer> able = new TreeMap<>(route);
        able.keySet().retainAll(machines.keySet());
        router.route(able);
    }
}
