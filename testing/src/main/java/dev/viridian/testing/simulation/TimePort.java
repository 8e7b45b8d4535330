package dev.viridian.testing.simulation;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;

/** The time of a world, as one controller sees it. */
final class TimePort implements Time {
    private final SimulatedWorld world;
    private final Gate gate;

    TimePort(SimulatedWorld world, Gate gate) {
        this.world = world;
        this.gate = gate;
    }

    @Override
    public Instant now() {
        return world.now();
    }

    @Override
    public void sleep(Duration duration) {
        gate.sleep(duration);
    }
}
