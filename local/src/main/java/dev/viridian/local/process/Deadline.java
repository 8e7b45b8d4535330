package dev.viridian.local.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A moment in real time until which something of the operating system is awaited. */
final class Deadline {
    /** How late the end of a process that is no child of this one may be noticed: there is nothing to wait on. */
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(2);

    private static final Duration LONGEST = Duration.ofDays(365);

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("Cannot wait for " + time + ". Expected no time or more.");
        }
        Duration bounded = time.compareTo(LONGEST) < 0 ? time : LONGEST;
        return new Deadline(System.nanoTime() + bounded.toNanos());
    }

    /** This one, or that much time from now, whichever is first. */
    Deadline orIn(Duration time) {
        Deadline other = in(time);
        return other.nanosLeft() < nanosLeft() ? other : this;
    }

    long nanosLeft() {
        return Math.max(0, end - System.nanoTime());
    }

    boolean isOver() {
        return nanosLeft() == 0;
    }

    void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.min(STEP, nanosLeft()));
    }
}
