package dev.viridian.spi;

import dev.viridian.Notification;
import dev.viridian.Notifier;
import java.time.Duration;

/**
 * Where deployments are made to: a cloud, this machine, a simulation. A platform only does what it is asked and decides nothing.
 * Every call is idempotent, because the engine may repeat any of them. What changes something takes a {@link Fence}. A call that
 * fails throws a {@link PlatformException}. Nothing is null, in or out, and each call may come from several threads at the same time. The
 * module testing has the suite that every platform passes, {@code PlatformContract}.
 *
 * <p>An adapter has environments and a router of its own. All else is there to be taken:
 *
 * <pre>{@code
 * public StateStore state() { return state; }         // FileStateStore.in(folder), or a store that all controllers reach
 * public ArtifactStore artifacts() { return stores; } // ArtifactStores.installed()
 * public Probes probes() { return probes; }           // RealProbes.create(tasks)
 * public Time time() { return time; }                 // Time.system()
 * public Tasks tasks() { return tasks; }              // Tasks.threads()
 * }</pre>
 *
 * <p>Each is made once and kept: a clock of the system that is made anew may have another time.
 */
public interface Platform extends AutoCloseable {
    /**
     * The application that is deployed: 1 to 87 lower-case letters, digits and dashes, a letter or a digit first. Names of environments are
     * derived from it; always the same, and answered without asking anybody.
     */
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

    /** How often it is reasonable to look whether something that was asked for has come to be: milliseconds here, seconds in a cloud. More than zero, always the same, and answered without asking anybody. */
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
