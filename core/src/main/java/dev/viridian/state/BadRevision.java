package dev.viridian.state;

import dev.viridian.Revision;
import java.time.Instant;

/**
 * A revision that somebody marked as bad: it is neither deployed nor gone back to.
 *
 * @param revision its version, or the beginning of its digest
 * @param why what is wrong with it
 * @param by who marked it
 * @param since when
 */
public record BadRevision(String revision, String why, String by, Instant since) {
    /** Refuses one that nobody could recognise or understand. */
    public BadRevision {
        if (revision.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException("Revision '" + revision + "' is marked bad because of '" + why
                    + "'. Expected its version or digest, and a reason for those who are refused.");
        }
    }

    /** Whether it is meant. */
    public boolean isOf(Revision other) {
        return other.isCalled(revision);
    }

    /** For instance {@code 1.4.2, marked bad by anna at 2026-01-01T00:00:00Z: loses orders}. */
    @Override
    public String toString() {
        return revision + ", marked bad by " + by + " at " + since + ": " + why;
    }
}
