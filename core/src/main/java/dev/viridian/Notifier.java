package dev.viridian;

/**
 * Tells whoever is responsible. The engine retries one that throws, gives each delivery a deadline, and never lets a deployment fail
 * because of it.
 */
@FunctionalInterface
public interface Notifier {
    /** Delivers the notification, or throws when it could not; it may then be called again with the same one. */
    void send(Notification notification) throws Exception;
}
