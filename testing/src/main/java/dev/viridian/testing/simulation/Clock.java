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

    private final SimulatedWorld world;
    private final PriorityQueue<Appointment> appointments;
    private long nanos;
    private long made;
    private Instant now = START;

    private record Appointment(long at, long number, Due due, boolean onlyHere) {}

    Clock(SimulatedWorld world) {
        this.world = world;
        this.appointments = new PriorityQueue<>(ORDER);
    }

    /** The same time, and the same to come, in a copy of the world. */
    Clock(SimulatedWorld copy, Clock other) {
        this.world = copy;
        this.appointments = new PriorityQueue<>(other.appointments);
        this.nanos = other.nanos;
        this.made = other.made;
        this.now = other.now;
    }

    Instant now() {
        return now;
    }

    /** The time since the world began. */
    long nanos() {
        return nanos;
    }

    /** Something will happen after that time, by itself. */
    void after(Duration time, Due due) {
        appoint(time, due, false);
    }

    /** The same of something that is bound to this very world: until it has happened there can be no copy. */
    void afterHere(Duration time, Runnable change) {
        appoint(time, here -> change.run(), true);
    }

    private void appoint(Duration time, Due due, boolean onlyHere) {
        appointments.add(new Appointment(nanos + time.toNanos(), made++, due, onlyHere));
    }

    boolean canBeCopied() {
        return appointments.stream().noneMatch(Appointment::onlyHere);
    }

    /** Moves on to that time; what is due on the way happens, each at its own time. */
    void advanceTo(long target) {
        while (!appointments.isEmpty() && appointments.peek().at() <= target) {
            Appointment due = appointments.remove();
            set(Math.max(nanos, due.at()));
            due.due().happenIn(world);
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
