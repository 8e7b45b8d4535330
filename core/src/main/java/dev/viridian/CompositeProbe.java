package dev.viridian;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several questions of which a number must be answered well.
 *
 * @param wanted how many, from 1 to all of them
 * @param probes the questions
 */
public record CompositeProbe(int wanted, List<Probe> probes) implements Probe {
    /** Copies the probes and refuses a number that cannot be reached or that asks for nothing. */
    public CompositeProbe {
        probes = List.copyOf(probes);
        if (wanted < 1 || wanted > probes.size()) {
            throw new IllegalArgumentException("At least " + wanted + " of " + probes.size()
                    + " health checks should pass. Expected 1 to " + probes.size() + ".");
        }
    }

    static List<Probe> list(Probe first, Probe... more) {
        List<Probe> probes = new ArrayList<>();
        probes.add(first);
        probes.addAll(List.of(more));
        return probes;
    }

    @Override
    public String describe() {
        String all = probes.stream().map(Probe::describe).collect(Collectors.joining("; ", "(", ")"));
        if (wanted == probes.size()) {
            return "all of " + all;
        }
        return wanted == 1 ? "any of " + all : "at least " + wanted + " of " + all;
    }

    @Override
    public String toString() {
        return describe();
    }
}
