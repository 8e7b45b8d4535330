package dev.viridian.local.router;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests so that those since a moment can be asked for: to ten milliseconds for the last ten seconds, to a
 * second for the last two hours. What began within the asked moment's own slot is included; of a moment longer ago than
 * two hours, only the last two hours are told, unless all requests came after it.
 */
final class RequestCounter {
    private static final int FINE_MILLIS = 10;
    private static final int COARSE_MILLIS = 1_000;

    private final long startedAt = System.currentTimeMillis();
    private final SlotRing fine = new SlotRing(FINE_MILLIS, 1_024);
    private final SlotRing coarse = new SlotRing(COARSE_MILLIS, 7_200);
    private final LongAdder total = new LongAdder();

    void count() {
        long now = System.currentTimeMillis();
        total.increment();
        fine.count(now);
        coarse.count(now);
    }

    long since(Instant moment) {
        long now = System.currentTimeMillis();
        long from = moment.isBefore(Instant.ofEpochMilli(startedAt)) ? startedAt : moment.toEpochMilli();
        if (from == startedAt) {
            return total.sum();
        }
        return fine.reaches(from, now) ? fine.since(from, now) : coarse.since(from, now);
    }
}
