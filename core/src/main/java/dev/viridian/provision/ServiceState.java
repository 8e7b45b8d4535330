package dev.viridian.provision;

/**
 * What there is of a service.
 *
 * @param condition what it does
 * @param detail what the host says of it, for people: {@code active (running) since …}
 */
public record ServiceState(Condition condition, String detail) {
    /** What a service may be doing. */
    public enum Condition {
        /** The host knows none of this name. */
        UNKNOWN,
        /** It is defined and does not run. */
        STOPPED,
        /** It is on its way up, or waits to be tried again. */
        STARTING,
        /** It runs as it is defined now. */
        RUNNING,
        /** It runs as it was defined before. */
        OUTDATED,
        /** It has ended by itself, and not well. */
        FAILED
    }
}
