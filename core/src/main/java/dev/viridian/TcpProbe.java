package dev.viridian;

/** A TCP connection to the machine's port. */
public record TcpProbe() implements Probe {
    @Override
    public String describe() {
        return "TCP connection is accepted";
    }

    @Override
    public String toString() {
        return describe();
    }
}
