package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The environments that may get traffic, and on how many machines: those that were live before, and those that were proven healthy since. */
final class Proven {
    private final Map<EnvironmentName, Integer> machines = new TreeMap<>();

    /** What was live before needs no proof, nor any number of machines: it may be what is to be mended. */
    Proven(Set<EnvironmentName> liveBefore) {
        liveBefore.forEach(name -> add(name, 0));
    }

    void add(EnvironmentName name, int count) {
        machines.put(name, count);
    }

    boolean contains(EnvironmentName name) {
        return machines.containsKey(name);
    }

    /** On how many machines it was proven in this deployment; 0 where it was not. */
    int machines(EnvironmentName name) {
        return machines.getOrDefault(name, 0);
    }
}
