package dev.viridian.testing.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The time of a world, and what is due to happen in it. It moves only when somebody waits. */
final class Clock {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Comparator<Appointment> ORDER =
            Comparator.comparingLong(Appointment::at).thenComparingLong(Appointment::number);

    private final PriorityQueue<Appointment> appointments = new PriorityQueue<>(ORDER);
    private long nanos;
    private long made;
    private Instant now = START;

    private record Appointment(long at, long number, Runnable change) {}

    Instant now() {
        return now;
    }

    /** The time since the world began. */
    long nanos() {
        return nanos;
    }

    /** Something will happen after that time, by itself. */
    void after(Duration time, Runnable change) {
        appointments.add(new Appointment(nanos + time.toNanos(), made++, change));
    }

    /** Moves on to that time; what is due on the way happens, each at its own time. */
    void advanceTo(long target) {
        while (!appointments.isEmpty() && appointments.peek().at() <= target) {
            Appointment due = appointments.remove();
            set(Math.max(nanos, due.at()));
            due.change().run();
        }
        set(Math.max(nanos, target));
    }

    private void set(long time) {
        if (time != nanos) {
            nanos = time;
            now = START.plusNanos(time);
        }
    }
}
