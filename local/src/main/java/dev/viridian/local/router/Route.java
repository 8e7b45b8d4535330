package dev.viridian.local.router;

import dev.viridian.EnvironmentName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Who gets users' requests, and in what proportion: one immutable value, so that replacing it is the whole switch. */
final class Route {
    static final Route NOWHERE = new Route(List.of());

    private record Share(Target target, int weight) {}

    private final List<Share> shares;
    private final SortedMap<EnvironmentName, Integer> weights;

    private Route(List<Share> shares) {
        SortedMap<EnvironmentName, Integer> byName = new TreeMap<>();
        shares.forEach(share -> byName.put(share.target().environment(), share.weight()));
        this.shares = List.copyOf(shares);
        this.weights = Collections.unmodifiableSortedMap(byName);
    }

    static Route to(Map<Target, Integer> weights) {
        return new Route(weights.entrySet().stream()
                .map(entry -> new Share(entry.getKey(), entry.getValue()))
                .toList());
    }

    SortedMap<EnvironmentName, Integer> weights() {
        return weights;
    }

    /** Draws by weight; an environment without machines gets nothing as long as another one has some. */
    Optional<Target> choose() {
        if (shares.size() == 1) {
            return Optional.of(shares.get(0).target());
        }
        List<Share> able = shares.stream()
                .filter(share -> !share.target().machines().isEmpty())
                .toList();
        List<Share> among = able.isEmpty() ? shares : able;
        return among.isEmpty() ? Optional.empty() : Optional.of(draw(among));
    }

    private static Target draw(List<Share> among) {
        long left = ThreadLocalRandom.current()
                .nextLong(among.stream().mapToLong(Share::weight).sum());
        for (Share share : among) {
            left -= share.weight();
            if (left < 0) {
                return share.target();
            }
        }
        throw new AssertionError("Drew beyond the sum of the weights of " + among);
    }
}
