package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weights of a routing, as something takes them that knows none above a bound. */
final class Weights {
    private Weights() {}

    /** As they are where all are within the bound, and else in proportion; never 0, which would be another routing. */
    static Map<EnvironmentName, Integer> upTo(int most, TrafficSplit desired) {
        int heaviest = desired.weights().values().stream().max(Integer::compare).orElse(1);
        Map<EnvironmentName, Integer> scaled = new LinkedHashMap<>();
        desired.weights()
                .forEach((name, weight) -> scaled.put(
                        name,
                        heaviest <= most ? weight : Math.max(1, (int) Math.round(weight * (double) most / heaviest))));
        return scaled;
    }
}
