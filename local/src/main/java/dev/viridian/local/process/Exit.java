package dev.viridian.local.process;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * The end of a process.
 *
 * @param code what it returned, or 128 and the number of the signal that ended it; empty when an earlier controller had
 *     started it, because the system tells the code to the parent alone
 * @param noticedAt when its end was noticed: for a child of this controller the moment of it, for others the first look
 *     afterwards
 */
public record Exit(OptionalInt code, Instant noticedAt) {
    private static final int SIGNALLED = 128;
    private static final int LAST_SIGNAL = 64;

    /**
     * Which signal seems to have ended it. By convention programs that end themselves because of a signal return the same
     * code (a Java program asked to end returns 143), so that the two cannot be told apart.
     *
     * @return the number of the signal, for instance 15 for TERM and 9 for KILL
     */
    public OptionalInt signal() {
        if (code.isPresent() && code.getAsInt() > SIGNALLED && code.getAsInt() <= SIGNALLED + LAST_SIGNAL) {
            return OptionalInt.of(code.getAsInt() - SIGNALLED);
        }
        return OptionalInt.empty();
    }

    /**
     * Says how it ended, for a message.
     *
     * @return for instance {@code code 1} or {@code code 137 (signal 9)}
     */
    public String describe() {
        if (code.isEmpty()) {
            return "unknown code";
        }
        String signal = signal().isPresent() ? " (signal " + signal().getAsInt() + ")" : "";
        return "code " + code.getAsInt() + signal;
    }
}
