package dev.viridian;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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
        SortedMap<EnvironmentName, Integer> sole = new TreeMap<>();
        sole.put(environment, 1);
        return new TrafficSplit(sole);
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
        if (!environments().equals(other.environments())) {
            return false;
        }
        for (EnvironmentName name : environments()) {
            if (weightOf(name) * other.total() != other.weightOf(name) * total()) {
                return false;
            }
        }
        return true;
    }

    private long weightOf(EnvironmentName environment) {
        return weights.getOrDefault(environment, 0);
    }

    private long total() {
        long total = 0;
        for (int weight : weights.values()) {
            total += weight;
        }
        return total;
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
        long total = total();
        StringBuilder shares = new StringBuilder();
        weights.forEach((environment, weight) -> shares.append(shares.length() == 0 ? "" : ", ")
                .append(environment.value())
                .append(' ')
                .append(Math.round(weight * 100.0 / total))
                .append(" %"));
        return shares.toString();
    }
}
