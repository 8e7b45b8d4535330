package dev.viridian;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which environments get the users' traffic, and in what proportion. Immutable. */
public final class TrafficSplit {
    private static final TrafficSplit NOWHERE = new TrafficSplit(new TreeMap<>());

    private final SortedMap<EnvironmentName, Integer> weights;

    private TrafficSplit(SortedMap<EnvironmentName, Integer> weights) {
        this.weights = Collections.unmodifiableSortedMap(weights);
    }

    /** No environment gets any: users are told that nothing is there. */
    public static TrafficSplit nowhere() {
        return NOWHERE;
    }

    /** One environment gets all of it. */
    public static TrafficSplit allTo(EnvironmentName environment) {
        return new TrafficSplit(new TreeMap<>(Map.of(environment, 1)));
    }

    /**
     * Environments get it in proportion to their weights; those of weight 0 are left out.
     *
     * @throws IllegalArgumentException for a negative weight
     */
    public static TrafficSplit of(Map<EnvironmentName, Integer> weights) {
        SortedMap<EnvironmentName, Integer> positive = new TreeMap<>();
        weights.forEach((environment, weight) -> {
            if (weight < 0) {
                throw new IllegalArgumentException(
                        "The weight of " + environment + " is " + weight + ". Expected 0 or more.");
            }
            if (weight > 0) {
                positive.put(environment, weight);
            }
        });
        return new TrafficSplit(positive);
    }

    /** The weights above 0, by environment. */
    public SortedMap<EnvironmentName, Integer> weights() {
        return weights;
    }

    /** Those that get any. */
    public Set<EnvironmentName> environments() {
        return weights.keySet();
    }

    /** Whether the environment gets any of it. */
    public boolean reaches(EnvironmentName environment) {
        return weights.containsKey(environment);
    }

    /** The one environment that gets all of it, where it is one. */
    public Optional<EnvironmentName> sole() {
        return weights.size() == 1 ? Optional.of(weights.firstKey()) : Optional.empty();
    }

    /** Whether both send the same share to each environment: 1:1 is 50:50. */
    public boolean sameSharesAs(TrafficSplit other) {
        return weights.keySet().equals(other.weights.keySet())
                && weights.keySet().stream()
                        .allMatch(name -> weightOf(name) * other.total() == other.weightOf(name) * total());
    }

    private long weightOf(EnvironmentName environment) {
        return weights.getOrDefault(environment, 0);
    }

    private long total() {
        return weights.values().stream().mapToLong(Integer::longValue).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrafficSplit that && weights.equals(that.weights);
    }

    @Override
    public int hashCode() {
        return weights.hashCode();
    }

    /** For instance {@code orders-7-1 100 %}, or {@code nowhere}. */
    @Override
    public String toString() {
        if (weights.isEmpty()) {
            return "nowhere";
        }
        return weights.entrySet().stream()
                .map(entry -> entry.getKey() + " " + Math.round(entry.getValue() * 100.0 / total()) + " %")
                .collect(Collectors.joining(", "));
    }
}
