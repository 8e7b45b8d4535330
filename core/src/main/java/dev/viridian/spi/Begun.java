package dev.viridian.spi;

/**
 * A task that was begun by {@link Tasks#begin}. Whoever began it either asks for its result or leaves it.
 *
 * @param <T> what it returns
 */
public interface Begun<T> {
    /**
     * Waits for it, and returns what it returned.
     *
     * @throws Exception what it has thrown
     */
    T result() throws Exception;

    /** Wants nothing of it any more: where it has not begun it never does, and where it runs it is interrupted and left to itself. */
    void leave();
}
