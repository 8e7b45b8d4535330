package dev.viridian.event;

import dev.viridian.DeploymentId;

/**
 * Told what happens, as it happens, in order, on the thread that deploys. What it throws is logged and changes nothing. It should be
 * quick: the deployment waits for it.
 */
@FunctionalInterface
public interface EventListener {
    /** Something happened. */
    void on(Event event);

    /**
     * Something happened to that deployment: the same for those who need to know to which, since events of a deployment that is carried on with do not say it. Calls
     * {@link #on(Event)} alone unless it is overridden.
     */
    default void on(DeploymentId deployment, Event event) {
        on(event);
    }
}
