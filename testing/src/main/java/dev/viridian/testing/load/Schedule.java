package dev.viridian.testing.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** When requests fall due. Whoever is free takes the next one, so that one slow answer delays no other request. */
final class Schedule {
    static final long ENDED = Long.MIN_VALUE;

    private final long started = System.nanoTime();
    private final double nanosBetween;
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean ended;

    Schedule(int perSecond) {
        this.nanosBetween = (double) TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Waits until the next request is due, and returns when that was, on the clock of {@link System#nanoTime()}. */
    long awaitNext() {
        long due = started + (long) (taken.getAndIncrement() * nanosBetween);
        for (long left = due - System.nanoTime(); left > 0 && !ended; left = due - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        return ended ? ENDED : due;
    }

    /** Requests that are not due yet are not sent; the waiting threads are to be unparked. */
    void end() {
        ended = true;
    }
}
