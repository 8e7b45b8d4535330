package dev.viridian.spi;

/**
 * What a platform can tell of the processes of controllers: whether the one that has the lease is known to be dead, so that nobody waits
 * for its lease to run out. Whoever cannot tell says that it is not known, never that a process is dead which may live.
 */
public interface Controllers {
    /**
     * The process of this controller, on one line: whatever it takes to ask about it from another process, wherever that runs. Empty
     * where nobody could tell anything. Always the same, and answered soon.
     */
    String present();

    /**
     * Whether that process is known to be dead. {@code false} where it lives, and where it cannot be known: another machine's, or one
     * that this one may not look at.
     *
     * @param controller what {@link #present()} said there; perhaps by another platform, or by a former version of this one
     */
    boolean isDead(String controller);

    /** Where nothing can be told of other processes. */
    static Controllers unknown() {
        return new UnknownControllers();
    }
}
