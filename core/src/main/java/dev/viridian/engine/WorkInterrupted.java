package dev.viridian.engine;

import java.util.concurrent.Callable;

/**
 * Work says that it was interrupted, as code of the user's does that has a time limit of its own. Whoever waits for it was not: that a wait for
 * work throws {@link InterruptedException} by itself.
 */
final class WorkInterrupted extends Exception {
    private static final long serialVersionUID = 1;

    private final InterruptedException said;

    private WorkInterrupted(InterruptedException said) {
        super(said);
        this.said = said;
    }

    /** What it has thrown. */
    InterruptedException said() {
        return said;
    }

    /** The same work, of which it can be told who was interrupted. */
    static <T> Callable<T> tellingItself(Callable<T> work) {
        return () -> {
            try {
                return work.call();
            } catch (InterruptedException e) {
                throw new WorkInterrupted(e);
            }
        };
    }
}
