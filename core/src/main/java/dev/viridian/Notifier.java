package dev.viridian;

import java.time.Duration;

/**
 * Tells whoever is responsible. The engine retries one that throws, gives each delivery a deadline, and never lets a deployment fail
 * because of it.
 *
 * <p>Plans and messages name it by its {@code toString}, and so does what waits for it: what it did not get is told to the one of that name by a later
 * deployment, and of several of one name to the one in that place. So two of a kind should not have the same.
 */
@FunctionalInterface
public interface Notifier {
    /** The longest that a delivery may take: 30 s. */
    Duration LONGEST = Duration.ofSeconds(30);

    /** Delivers the notification, or throws when it could not; it may then be called again with the same one. */
    void send(Notification notification) throws Exception;

    /**
     * How long one delivery may take; then it is interrupted, and counts as one that failed. Ten seconds without this, and never more than {@link #LONGEST}: the deployment
     * waits for it.
     */
    default Duration deadline() {
        return Duration.ofSeconds(10);
    }
}
