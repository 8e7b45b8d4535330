package dev.viridian.local.router;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts events in slots of time, the oldest overwritten by the newest. A slot is one number, so that it is taken over
 * and counted up without a lock: its upper 40 bits say which slot of time it stands for, its lower 24 hold the count.
 */
final class SlotRing {
    private static final int COUNT_BITS = 24;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final int millis;
    private final AtomicLongArray slots;

    SlotRing(int millis, int slots) {
        this.millis = millis;
        this.slots = new AtomicLongArray(slots);
    }

    void count(long now) {
        long slot = now / millis;
        slots.accumulateAndGet(index(slot), slot, (held, mine) -> {
            long age = Long.compare(held >>> COUNT_BITS, mine);
            // Held by a later slot: a thread that was stopped for a whole round comes too late to be counted.
            return age > 0 ? held : age == 0 ? held + 1 : (mine << COUNT_BITS) + 1;
        });
    }

    /** Whether the slot of a moment is still held. */
    boolean reaches(long from, long now) {
        return now / millis - from / millis < slots.length();
    }

    /** What was counted from the slot of a moment until now, as far as it is still held. */
    long since(long from, long now) {
        long last = now / millis;
        long count = 0;
        for (long slot = Math.max(from / millis, last - slots.length() + 1); slot <= last; slot++) {
            long held = slots.get(index(slot));
            count += held >>> COUNT_BITS == slot ? held & COUNT_MASK : 0;
        }
        return count;
    }

    private int index(long slot) {
        return (int) (slot % slots.length());
    }
}
