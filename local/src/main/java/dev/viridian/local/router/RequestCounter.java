package dev.viridian.local.router;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts requests so that those of the last so many seconds can be asked for: to ten milliseconds for the last ten seconds, to a
 * second for the last two hours. What began within the slot in which that time begins is included; of more than two hours only the last two
 * are told, unless all requests came in that time. Its time is one that setting the computer's clock does not move.
 */
final class RequestCounter {
    private static final int FINE_MILLIS = 10;
    private static final int COARSE_MILLIS = 1_000;

    private final LongSupplier nanos;
    private final long started;
    private final SlotRing fine = new SlotRing(FINE_MILLIS, 1_024);
    private final SlotRing coarse = new SlotRing(COARSE_MILLIS, 7_200);
    private final LongAdder total = new LongAdder();

    RequestCounter() {
        this(System::nanoTime);
    }

    RequestCounter(LongSupplier nanos) {
        this.nanos = nanos;
        this.started = nanos.getAsLong();
    }

    void count() {
        long now = now();
        total.increment();
        fine.count(now);
        coarse.count(now);
    }

    long in(Duration last) {
        long now = now();
        if (last.toMillis() >= now) {
            return total.sum();
        }
        long from = now - last.toMillis();
        return fine.reaches(from, now) ? fine.since(from, now) : coarse.since(from, now);
    }

    /** Milliseconds since it began. */
    private long now() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - started);
    }
}
