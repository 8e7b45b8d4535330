package dev.viridian.local.haproxy;

import dev.viridian.EnvironmentName;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which environment a slot holds, or held last.
 *
 * @param since when it was given the slot
 * @param requestsBefore what the slot's counter of requests was at that time
 */
record Occupant(EnvironmentName environment, Instant since, long requestsBefore) {
    static Occupant parse(String text) {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length == 3) {
                Instant since = Instant.ofEpochMilli(Long.parseLong(parts[1]));
                return new Occupant(new EnvironmentName(parts[0]), since, Long.parseLong(parts[2]));
            }
        } catch (IllegalArgumentException | DateTimeException malformed) {
            throw unreadable(text, malformed);
        }
        throw unreadable(text, null);
    }

    String text() {
        return environment + ":" + since.toEpochMilli() + ":" + requestsBefore;
    }

    private static IllegalStateException unreadable(String text, @Nullable Throwable cause) {
        return new IllegalStateException(
                "HAProxy's map has a slot that holds '" + text
                        + "'. Expected an environment, milliseconds since 1970 and a number of requests, separated by ':'. "
                        + "Was it changed by hand? Remove it by 'del map', then deploy or recover.",
                cause);
    }
}
