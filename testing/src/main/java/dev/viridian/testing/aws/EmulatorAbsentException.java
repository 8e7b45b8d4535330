package dev.viridian.testing.aws;

/** An emulator is not installed here; the message says how to. */
public final class EmulatorAbsentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EmulatorAbsentException(String message) {
        super(message);
    }
}
