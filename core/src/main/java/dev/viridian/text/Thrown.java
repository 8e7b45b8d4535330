package dev.viridian.text;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** How what was thrown is written for people. */
public final class Thrown {
    private static final int DEEPEST_CAUSE = 5;

    private Thrown() {}

    /** Its class and what it says, and those of its causes where they say something new. */
    public static String text(Throwable thrown) {
        StringBuilder text = new StringBuilder(one(thrown));
        Throwable cause = thrown.getCause();
        for (int deep = 0; cause != null && deep < DEEPEST_CAUSE; deep++) {
            if (text.indexOf(one(cause)) < 0) {
                text.append(", caused by ").append(one(cause));
            }
            cause = cause.getCause();
        }
        return text.toString();
    }

    private static String one(Throwable thrown) {
        String message = thrown.getMessage();
        String name = name(thrown.getClass());
        return message == null || message.isBlank() ? name : name + ": " + Excerpt.ofMessage(message.strip());
    }

    private static String name(Class<?> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }

    /** The same of what had this long to end: whoever waits for it in vain throws without a word. */
    public static String text(Throwable thrown, Duration limit) {
        boolean late = thrown instanceof TimeoutException && thrown.getMessage() == null;
        return late ? "it did not end within " + Durations.text(limit) + " and was interrupted" : text(thrown);
    }
}
