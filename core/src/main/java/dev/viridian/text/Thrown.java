package dev.viridian.text;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** How what was thrown is written for people. */
public final class Thrown {
    private Thrown() {}

    /** Its class and what it says, in one line. */
    public static String text(Throwable thrown) {
        String message = thrown.getMessage();
        String kind = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message;
    }

    /** The same of what had this long to end: whoever waits for it in vain throws without a word. */
    public static String text(Throwable thrown, Duration limit) {
        boolean late = thrown instanceof TimeoutException && thrown.getMessage() == null;
        return late ? "it did not end within " + Durations.text(limit) + " and was interrupted" : text(thrown);
    }
}
