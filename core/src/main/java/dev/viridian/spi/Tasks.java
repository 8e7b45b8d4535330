package dev.viridian.spi;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/** The only concurrency there is: do these side by side and wait for all of them, or begin one and ask for its result later. */
public interface Tasks {
    /**
     * Runs the tasks side by side and returns their results in the order of the tasks. When one throws, the others still come to
     * their end first.
     */
    <T> List<T> all(List<Callable<T>> tasks) throws Exception;

    /**
     * Runs the task and waits for it no longer than this; then it is interrupted and left to itself.
     *
     * @throws TimeoutException when the time is over
     */
    <T> T within(Duration limit, Callable<T> task) throws Exception;

    /**
     * Begins a task whose result is asked for later: to read ahead, for instance. Those that are begun may run side by side and beside whoever began them; where nothing
     * does, as here without anything said, each runs when it is asked for its result.
     *
     * @return to be asked for the result, or left
     */
    default <T> Begun<T> begin(Callable<T> task) {
        return new LaterTask<>(task);
    }

    /** Threads of this process, made when they are needed and ended when they are not. */
    static Tasks threads() {
        return new ThreadTasks();
    }
}
