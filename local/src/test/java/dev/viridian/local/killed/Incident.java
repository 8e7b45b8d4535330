package dev.viridian.local.killed;

import dev.viridian.local.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What happens to a controller right before or right after a change of its state store.
 *
 * @param write which of its changes, counted from 1; 0 for none
 * @param before whether it happens before the change is made
 * @param kind what happens
 */
record Incident(int write, boolean before, Kind kind) {
    static final Incident NONE = new Incident(0, true, Kind.STOPS);

    /** What may happen. */
    enum Kind {
        /** It does nothing more, in order to be killed there. */
        STOPS,
        /** The disk of its state store is full from then on. */
        DISK_FILLS,
        /** The disk of its state store can only be read from then on. */
        DISK_TURNS_READ_ONLY,
        /** Somebody sets the clock of its computer an hour ahead. */
        CLOCK_GOES_FORWARD,
        /** Somebody sets the clock of its computer an hour back. */
        CLOCK_GOES_BACK
    }

    /** It stops in order to be killed. */
    static Incident stop(int write, boolean before) {
        return new Incident(write, before, Kind.STOPS);
    }

    boolean setsTheClock() {
        return kind == Kind.CLOCK_GOES_FORWARD || kind == Kind.CLOCK_GOES_BACK;
    }

    boolean isBefore(int number) {
        return before && number == write;
    }

    boolean isAfter(int number) {
        return !before && number == write;
    }

    /** Makes it happen in that world; not for the one that has to be done by whoever stops. */
    void happen(Path world) throws IOException {
        switch (kind) {
            case DISK_FILLS -> SmallDisk.at(World.state(world)).fillUpTo(0);
            case DISK_TURNS_READ_ONLY -> SmallDisk.at(World.state(world)).makeReadOnly();
            case CLOCK_GOES_FORWARD -> SetClock.in(world).set(Duration.ofHours(1));
            case CLOCK_GOES_BACK -> SetClock.in(world).set(Duration.ofHours(-1));
            case STOPS -> throw new IllegalStateException("nobody can stop another thread");
        }
    }

    @Override
    public String toString() {
        String when = (before ? "before" : "after") + " write " + write;
        return write == 0
                ? "never"
                : kind == Kind.STOPS
                        ? when
                        : kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + when;
    }
}
