package dev.viridian.spi;

import dev.viridian.Notification;
import dev.viridian.Notifier;
import java.time.Duration;

/**
 * Where deployments are made to: a cloud, this machine, a simulation. A platform only does what it is asked and decides nothing.
 * Every call is idempotent, because the engine may repeat any of them. What changes something takes a {@link Fence}. A call that
 * fails throws a {@link PlatformException}. The module testing has the suite that every platform passes, {@code PlatformContract}.
 */
public interface Platform extends AutoCloseable {
    /** The application that is deployed: lower-case letters, digits and dashes. */
    String application();

    /** The environments of the application. */
    Environments environments();

    /** The way from the users to the environments. */
    TrafficRouter traffic();

    /** Where the journal, the lease and the history are kept. */
    StateStore state();

    /** Where artifacts come from. */
    ArtifactStore artifacts();

    /** How machines are asked how they are. */
    Probes probes();

    /** The only clock there is. */
    Time time();

    /** The only concurrency there is. */
    Tasks tasks();

    /** What can be told of other controllers' processes; nothing without it, and a dead one's lease has to run out. */
    default Controllers controllers() {
        return Controllers.unknown();
    }

    /** How often it is reasonable to look whether something that was asked for has come to be: milliseconds here, seconds in a cloud. */
    Duration pace();

    /**
     * Delivers a notification, no matter how long it takes; the engine bounds it. A simulation writes down what would have been sent.
     *
     * @throws Exception when it could not be delivered
     */
    default void deliver(Notifier notifier, Notification notification) throws Exception {
        notifier.send(notification);
    }

    /** Lets go of what this object holds; what runs on the platform is the platform's own matter. */
    @Override
    void close();
}
