package dev.viridian.testing.host;

/**
 * Something that was asked of a machine.
 *
 * @param number its place among all that was asked by one process, from 1
 * @param kind what kind of question it is
 * @param text what was asked: {@code write app/orders.properties}
 */
public record HostCall(int number, Kind kind, String text) {
    /** What kinds there are. */
    public enum Kind {
        /** Changes nothing. */
        READ(1),
        /** Changes something. */
        CHANGE(2),
        /** Changes something, and needs space on the disk. */
        WRITE(4),
        /** Asks a probe. */
        QUESTION(8);

        private final int bit;

        Kind(int bit) {
            this.bit = bit;
        }

        int bit() {
            return bit;
        }
    }

    @Override
    public String toString() {
        return "call " + number + ", " + text;
    }
}
