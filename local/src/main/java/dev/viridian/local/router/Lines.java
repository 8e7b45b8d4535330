package dev.viridian.local.router;

import dev.viridian.EnvironmentName;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Machines and weights as words of a line, for the router's state and for its control socket. */
final class Lines {
    private Lines() {}

    static String machines(EnvironmentName environment, List<InetSocketAddress> addresses) {
        return environment
                + addresses.stream()
                        .map(address -> " " + Addresses.text(address))
                        .collect(Collectors.joining());
    }

    static List<InetSocketAddress> addresses(String[] words, int from) {
        return Arrays.stream(words).skip(from).map(Addresses::parse).toList();
    }

    /** A blank and {@code name=weight} for each. */
    static String weights(Map<EnvironmentName, Integer> weights) {
        return new TreeMap<>(weights)
                .entrySet().stream()
                        .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining());
    }

    static SortedMap<EnvironmentName, Integer> weights(String[] words, int from) {
        SortedMap<EnvironmentName, Integer> weights = new TreeMap<>();
        for (String word : Arrays.asList(words).subList(from, words.length)) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "Not a weight: '" + word + "'. Expected the name of an environment, '=' and a number.");
            }
            weights.put(new EnvironmentName(word.substring(0, equals)), Integer.parseInt(word.substring(equals + 1)));
        }
        return weights;
    }
}
