package dev.viridian;

import dev.viridian.text.Excerpt;
import java.net.URI;

/**
 * One machine of an environment, as it was when the platform was asked. Checks and tests are given one to look at.
 *
 * @param id what the platform calls it
 * @param host the name or address it answers on
 * @param port the port it answers on
 * @param state what the platform says of it; whether it is well is for health checks to say
 * @param detail why it is in that state, for people; may be empty
 */
public record Machine(MachineId id, String host, int port, State state, String detail) {
    /** Takes the beginning of a detail of more than 8,000 characters. */
    public Machine {
        detail = Excerpt.ofMessage(detail);
    }

    /** What a platform can know of a machine without asking the application. */
    public enum State {
        /** It is being made or is booting. */
        STARTING,
        /** It runs; the application may or may not be well. */
        RUNNING,
        /** It has ended, or never came up, and will not get well by waiting. */
        FAILED,
        /** It is on its way out. */
        STOPPING,
        /** The platform cannot say. Never taken for a good answer. */
        UNKNOWN
    }

    /** An address on this machine, for instance {@code uri("/health")}. */
    public URI uri(String path) {
        return URI.create("http://" + host + ":" + port + path);
    }

    @Override
    public String toString() {
        return id + " (" + host + ":" + port + ")";
    }
}
