package dev.viridian.local.process;

/** A port was not reserved; the message says who has it, where that can be told, and what to do next. */
public final class PortUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortUnavailableException(String message) {
        super(message);
    }
}
