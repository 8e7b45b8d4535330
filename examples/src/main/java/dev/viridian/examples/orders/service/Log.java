package dev.viridian.examples.orders.service;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Lines on standard error, where whoever runs the service collects them. */
final class Log {
    private Log() {}

    static void say(String message) {
        System.err.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + message);
    }

    static void say(String message, Throwable cause) {
        say(message + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }

    static void sayAll(String message, Throwable cause) {
        say(message, cause);
        cause.printStackTrace();
    }
}
