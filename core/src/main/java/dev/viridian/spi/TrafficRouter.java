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
     * platform: one in the same process is asked within microseconds. The {@linkplain Platform#pace() platform's pace} without it.
     */
    default Optional<Duration> lookAgainAfter() {
        return Optional.empty();
    }

    /** The users' entry, as something that can be asked like a machine, where it can be reached from here. */
    Optional<Machine> entry();
}
