package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import java.util.Set;
import java.util.TreeSet;

/** The environments that may get traffic: those that were live before, and those that were proven healthy since. */
final class Proven {
    private final Set<EnvironmentName> names;

    Proven(Set<EnvironmentName> liveBefore) {
        this.names = new TreeSet<>(liveBefore);
    }

    void add(EnvironmentName name) {
        names.add(name);
    }

    boolean contains(EnvironmentName name) {
        return names.contains(name);
    }
}
