package dev.viridian.examples.orders.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The port to listen on: {@code --port N}, else the environment variable PORT. 0 stands for any free one. */
final class Port {
    private static final int LARGEST = 65_535;

    private Port() {}

    static int from(List<String> arguments, Map<String, String> environment) {
        if (arguments.isEmpty()) {
            return Optional.ofNullable(environment.get("PORT"))
                    .map(text -> parse("the environment variable PORT", text))
                    .orElseThrow(() -> new RefusedToStart("No port to listen on: give --port N, or set PORT."));
        }
        if (arguments.size() != 2 || !arguments.get(0).equals("--port")) {
            throw new RefusedToStart(
                    "Unknown arguments " + arguments + ": expected --port N, or none and the variable PORT.");
        }
        return parse("--port", arguments.get(1));
    }

    private static int parse(String source, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= LARGEST) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, together with the numbers that are no port.
        }
        throw new RefusedToStart("Cannot listen on the port '" + text + "' from " + source
                + ": expected a number from 0 to " + LARGEST + ".");
    }
}
