package dev.viridian.spi;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The way from the users to the environments. */
public interface TrafficRouter {
    /** Where the traffic goes now, read back from the router. */
    TrafficSplit observed();

    /**
     * Asks for a routing. Accepted is not done: the engine waits until {@link #observed} says so.
     *
     * @throws PlatformException when it cannot, or when one of the environments is not there, in which case the routing stays as it
     *     is; with {@link dev.viridian.Failure.FencedOff} when the fencing token is older than one that was seen before
     */
    void route(TrafficSplit desired, Fence fence);

    /** How many requests and connections are open to the environment now, where the router can tell. */
    OptionalLong inFlight(EnvironmentName name);

    /** How many requests the environment was sent since then, where the router can tell. */
    OptionalLong requests(EnvironmentName name, Instant since);

    /**
     * How soon after one look at the routing, or at what is in flight, another look is worth it, where the router knows better than its
     * platform: one in the same process is asked within microseconds. Always the same, and answered without asking anybody. The {@linkplain Platform#pace() platform's
     * pace} without it.
     */
    default Optional<Duration> lookAgainAfter() {
        return Optional.empty();
    }

    /**
     * For how long after a change was read back users may still come to where they were sent before, because something between them and the router remembers that: who looks a name up keeps
     * the answer for its time to live. What is left must go on serving until then, whatever is in flight. Answered without asking anybody, and always the same; not at all without it.
     */
    default Duration stragglersComeFor() {
        return Duration.ZERO;
    }

    /** The users' entry, as something that can be asked like a machine, where it can be reached from here. */
    Optional<Machine> entry();
}
