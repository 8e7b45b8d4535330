package dev.viridian.event;

/**
 * Told what happens, as it happens, in order, on the thread that deploys. What it throws is logged and changes nothing. It should be
 * quick: the deployment waits for it.
 */
@FunctionalInterface
public interface EventListener {
    /** Something happened. */
    void on(Event event);
}
