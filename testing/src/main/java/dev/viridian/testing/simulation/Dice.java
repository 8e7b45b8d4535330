package dev.viridian.testing.simulation;

/**
 * Chance that follows from a seed, and that can be copied half-way, which the generators of the JDK cannot: SplitMix, as described by
 * Steele, Lea and Flood, <i>Fast Splittable Pseudorandom Number Generators</i> (2014). It throws what {@link java.util.SplittableRandom}
 * throws.
 */
final class Dice {
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;
    private static final long FIRST_FACTOR = 0x62A9_D9ED_7997_05F5L;
    private static final long SECOND_FACTOR = 0xCB24_D0A5_C88C_35B3L;

    private long state;

    Dice(long seed) {
        state = seed;
    }

    /** Others that will throw the same as these from now on. */
    Dice copy() {
        return new Dice(state);
    }

    boolean nextBoolean() {
        return next() < 0;
    }

    /** From 0 up to, and without, that many. */
    int nextInt(int sides) {
        if ((sides & (sides - 1)) == 0) {
            return next() & (sides - 1);
        }
        int thrown;
        int side;
        do { // The last, incomplete round of sides would favour the first ones.
            thrown = next() >>> 1;
            side = thrown % sides;
        } while (thrown - side + (sides - 1) < 0);
        return side;
    }

    private int next() {
        state += GOLDEN_GAMMA;
        long mixed = (state ^ (state >>> 33)) * FIRST_FACTOR;
        return (int) (((mixed ^ (mixed >>> 28)) * SECOND_FACTOR) >>> 32);
    }
}
