package dev.viridian.probe;

import dev.viridian.text.Durations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** What went wrong on a connection, in words. */
final class Trouble {
    static final String INTERRUPTED = "the question was interrupted before there was an answer";

    private Trouble() {}

    static String text(IOException trouble, Deadline deadline) {
        if (trouble instanceof SocketTimeoutException) {
            return "no answer within " + Durations.text(deadline.limit()) + ", still " + trouble.getMessage();
        }
        if (trouble instanceof InterruptedIOException) {
            return INTERRUPTED;
        }
        if (trouble instanceof ConnectException) {
            return "no connection: " + trouble.getMessage();
        }
        if (trouble instanceof SocketException) {
            return "the connection broke: " + trouble.getMessage();
        }
        String message = trouble.getMessage();
        return message == null ? trouble.getClass().getSimpleName() : message;
    }
}
