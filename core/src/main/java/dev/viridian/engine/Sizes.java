package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/** How many machines environments are meant to have. */
final class Sizes {
    private Sizes() {}

    /**
     * Those of a list, and of what is wanted besides: a list may leave out what is asked for by its name.
     *
     * @param byName asks for one of them
     */
    static Map<EnvironmentName, Integer> of(
            Map<EnvironmentName, Integer> listed,
            Collection<EnvironmentName> wanted,
            Function<EnvironmentName, OptionalInt> byName) {
        Map<EnvironmentName, Integer> sizes = new TreeMap<>(listed);
        for (EnvironmentName name : wanted) {
            if (!sizes.containsKey(name)) {
                byName.apply(name).ifPresent(size -> sizes.put(name, size));
            }
        }
        return sizes;
    }
}
