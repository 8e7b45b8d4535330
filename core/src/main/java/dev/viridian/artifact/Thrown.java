package dev.viridian.artifact;

/** What an exception says, in one line. */
final class Thrown {
    private Thrown() {}

    static String said(Throwable thrown) {
        String message = thrown.getMessage();
        String name = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + message;
    }
}
