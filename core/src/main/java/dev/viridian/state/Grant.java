package dev.viridian.state;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.text.Durations;
import dev.viridian.text.NamedLines;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * The lease as it is written: a few lines that a person can read.
 *
 * @param token the fencing token
 * @param holder who has it, as others shall see it
 * @param since since when
 * @param until when it runs out by its holder's clock, unless it is renewed
 * @param process the holder's process, as {@link dev.viridian.spi.Controllers} tells it; empty where it is not known
 */
record Grant(long token, String holder, Instant since, Instant until, String process) {
    private static final String FREE = "nobody";

    Grant {
        holder = NamedLines.onOneLine(holder);
        process = NamedLines.onOneLine(process);
    }

    static Grant read(StateStore.Stored stored) {
        return TypedDocument.value(stored.document(), Grant.class, Grant::parsed);
    }

    private static Grant parsed(String text) {
        List<String> lines = text.lines().toList();
        try {
            return new Grant(
                    Long.parseLong(NamedLines.value(lines, 0)),
                    NamedLines.value(lines, 1),
                    Instant.parse(NamedLines.value(lines, 2)),
                    Instant.parse(NamedLines.value(lines, 3)),
                    lines.size() > 4 ? NamedLines.value(lines, 4) : "");
        } catch (NumberFormatException | DateTimeParseException | IndexOutOfBoundsException e) {
            throw PlatformException.refused(
                    "read the lease",
                    "it is damaged: " + lines
                            + ". Make sure that no deployment is going on, and remove it from the state store.");
        }
    }

    /** The same right, for longer. */
    Grant until(Instant later) {
        return new Grant(token, holder, since, later, process);
    }

    /** Given back. */
    Grant freed() {
        return new Grant(token, FREE, since, Instant.EPOCH, "");
    }

    boolean isFree() {
        return holder.equals(FREE) && until.equals(Instant.EPOCH);
    }

    /** The same right, for longer or shorter. */
    boolean isSameAs(Grant other) {
        return token == other.token && holder.equals(other.holder) && since.equals(other.since);
    }

    StateStore.Document document() {
        return new TypedDocument(this, this::text);
    }

    private String text() {
        return "token " + token + "\nholder " + holder + "\nsince " + since + "\nuntil " + until + "\n"
                + (process.isEmpty() ? "" : "process " + process + "\n");
    }

    @Override
    public String toString() {
        return holder + " since " + since + " (until " + until + ", renewed every " + Durations.text(Lease.RENEWAL)
                + ")";
    }
}
