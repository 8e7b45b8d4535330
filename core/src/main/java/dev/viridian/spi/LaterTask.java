package dev.viridian.spi;

import java.util.concurrent.Callable;

/** A task of which nothing is done before its result is asked for. */
final class LaterTask<T> implements Begun<T> {
    private final Callable<T> task;

    LaterTask(Callable<T> task) {
        this.task = task;
    }

    @Override
    public T result() throws Exception {
        return task.call();
    }

    @Override
    public void leave() {
        // it was never begun
    }
}
