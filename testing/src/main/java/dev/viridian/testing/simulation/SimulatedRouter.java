package dev.viridian.testing.simulation;

import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.util.function.BiConsumer;

/** The router of a world: what it does, which need not be what it was told. */
final class SimulatedRouter {
    private final Clock clock;
    private final Estate estate;
    private final BiConsumer<TrafficSplit, TrafficSplit> switched;
    private TrafficSplit actual = TrafficSplit.nowhere();
    private TrafficSplit before = TrafficSplit.nowhere();
    private long told;
    private long toldAt;

    SimulatedRouter(Clock clock, Estate estate, BiConsumer<TrafficSplit, TrafficSplit> switched) {
        this.clock = clock;
        this.estate = estate;
        this.switched = switched;
    }

    /** The same in a copy of the world. */
    SimulatedRouter(
            Clock clock, Estate estate, BiConsumer<TrafficSplit, TrafficSplit> switched, SimulatedRouter other) {
        this(clock, estate, switched);
        this.actual = other.actual;
        this.before = other.before;
        this.told = other.told;
        this.toldAt = other.toldAt;
    }

    /** It has been so for long: nobody remembers another time. */
    void isOld() {
        before = actual;
    }

    TrafficSplit actual() {
        return actual;
    }

    /** By which call of all that controllers made it was told last. */
    long toldAt() {
        return toldAt;
    }

    TrafficSplit before() {
        return before;
    }

    /** It does so after that time, unless it is told otherwise before. */
    void route(TrafficSplit desired, Duration delay, long call) {
        requireThere(desired);
        long telling = ++told;
        toldAt = call;
        if (delay.isZero()) {
            become(desired);
        } else {
            clock.after(delay, world -> world.router().comeTo(desired, telling));
        }
    }

    private void comeTo(TrafficSplit desired, long telling) {
        if (told == telling && isThere(desired)) {
            become(desired);
        }
    }

    void become(TrafficSplit desired) {
        if (!actual.equals(desired)) {
            before = actual;
            actual = desired;
            switched.accept(before, actual);
        }
    }

    private boolean isThere(TrafficSplit split) {
        return split.environments().stream().allMatch(name -> estate.get(name).isPresent());
    }

    private void requireThere(TrafficSplit desired) {
        for (EnvironmentName name : desired.environments()) {
            if (estate.get(name).isEmpty()) {
                throw PlatformException.refused(
                        "route to " + desired, "there is no environment " + name + " to route to.");
            }
        }
    }
}
