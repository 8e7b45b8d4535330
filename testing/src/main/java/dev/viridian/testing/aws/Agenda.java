package dev.viridian.testing.aws;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What AWS will do by itself, each at its time. Nothing happens until somebody looks: then all that was due by now is played, in order. */
final class Agenda {
    private static final Comparator<Appointment> ORDER =
            Comparator.comparing(Appointment::at).thenComparingLong(Appointment::number);

    private final PriorityQueue<Appointment> appointments = new PriorityQueue<>(ORDER);
    private final Time time;
    private Instant now;
    private long made;

    private record Appointment(Instant at, long number, Runnable change) {}

    Agenda(Time time) {
        this.time = time;
        this.now = time.now();
    }

    /** The time of what is happening. */
    Instant now() {
        return now;
    }

    void after(Duration wait, Runnable change) {
        at(now.plus(wait), change);
    }

    /** What should have been done before is done next. */
    void at(Instant when, Runnable change) {
        appointments.add(new Appointment(when.isBefore(now) ? now : when, made++, change));
    }

    /** Plays all that is due. */
    void catchUp() {
        Instant until = time.now();
        while (!appointments.isEmpty() && !appointments.peek().at().isAfter(until)) {
            Appointment due = appointments.remove();
            now = due.at();
            due.change().run();
        }
        now = until.isAfter(now) ? until : now;
    }
}
