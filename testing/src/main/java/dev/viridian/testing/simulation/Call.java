package dev.viridian.testing.simulation;

import java.time.Instant;

/**
 * A call that a controller made of the platform.
 *
 * @param controller 1 for the first controller of the world, and so on
 * @param number its number among the calls of its controller, from 1
 * @param at when
 * @param operation what was called
 * @param subject what it was about
 * @param given what was answered; {@link #answer()} is its text
 * @param fault what went wrong with it
 */
public record Call(
        int controller, int number, Instant at, Operation operation, String subject, Object given, Fault fault) {
    /** What was answered, in one line. */
    public String answer() {
        return AnswerText.of(given);
    }

    /** For instance {@code 1.17 route to orders-1-1 100 %: accepted}. */
    @Override
    public String toString() {
        return controller + "." + number + " " + at + " " + operation + " " + subject + ": " + answer()
                + (fault == Fault.NONE ? "" : " (" + fault + ")");
    }
}
