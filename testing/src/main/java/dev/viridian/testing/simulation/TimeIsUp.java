package dev.viridian.testing.simulation;

import dev.viridian.spi.ControllerStop;

/** A task is interrupted because its time is over; thrown through it, up to whoever gave it that time. */
final class TimeIsUp extends Error implements ControllerStop {
    private static final long serialVersionUID = 1;

    private final transient Limit limit;

    TimeIsUp(Limit limit) {
        super("time is up", null, false, false);
        this.limit = limit;
    }

    boolean isOf(Limit other) {
        return limit == other;
    }
}
