package dev.viridian.testing.faults;

/** For tests of other packages: what an exploration tries before all else. */
public final class TriedFirst {
    private TriedFirst() {}

    /** The same exploration, in another order: that scenario first, where it is one of those that are tried anyway, be it alone. */
    public static Faults of(Faults faults, String line) {
        return faults.first(line);
    }
}
