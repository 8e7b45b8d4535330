package dev.viridian;

import java.util.OptionalInt;

/**
 * A TCP connection.
 *
 * @param port the port; empty for the machine's own
 */
public record TcpProbe(OptionalInt port) implements Probe {
    /** Refuses what is no port. */
    public TcpProbe {
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
            throw new IllegalArgumentException("Not a port: " + port.getAsInt() + ". Expected 1 to 65535.");
        }
    }

    /** Says what is meant anyway: {@code tcp(8080).accepts()}. */
    public TcpProbe accepts() {
        return this;
    }

    @Override
    public String describe() {
        return "TCP connection" + (port.isPresent() ? " to port " + port.getAsInt() : "") + " is accepted";
    }

    @Override
    public String toString() {
        return describe();
    }
}
