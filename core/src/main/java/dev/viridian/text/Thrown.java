package dev.viridian.text;

/** How what was thrown is written for people. */
public final class Thrown {
    private Thrown() {}

    /** Its class and what it says, in one line. */
    public static String text(Throwable thrown) {
        String message = thrown.getMessage();
        String kind = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message;
    }
}
