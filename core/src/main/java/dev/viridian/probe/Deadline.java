package dev.viridian.probe;

import dev.viridian.text.Durations;
import java.time.Duration;

/**
 * A point on the steady clock.
 *
 * @param limit how long there was when it was set
 * @param at what {@link System#nanoTime} says then
 */
record Deadline(Duration limit, long at) {
    static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /** What is left; negative when it has passed. */
    Duration left() {
        return Duration.ofNanos(at - System.nanoTime());
    }

    boolean hasPassed() {
        return at - System.nanoTime() <= 0;
    }

    @Override
    public String toString() {
        return "within " + Durations.text(limit);
    }
}
