package dev.viridian.text;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/**
 * Work says that it was interrupted, or that its time was over, as code of the user's does that waits for something with a limit of its own.
 * Whoever waits for the work was not, and the work's time was not over: the wait itself says that by the same exceptions.
 */
public final class ThrownByWork extends Exception {
    private static final long serialVersionUID = 1;

    private final Exception thrown;

    private ThrownByWork(Exception thrown) {
        super(thrown);
        this.thrown = thrown;
    }

    /** What it has thrown. */
    public Exception thrown() {
        return thrown;
    }

    /** The same work, of which it can be told whose exception it was. */
    public static <T> Callable<T> toldFromTheWait(Callable<T> work) {
        return () -> {
            try {
                return work.call();
            } catch (InterruptedException | TimeoutException e) {
                throw new ThrownByWork(e);
            }
        };
    }
}
