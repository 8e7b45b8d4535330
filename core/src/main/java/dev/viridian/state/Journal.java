package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.event.Event;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Time;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The journal of one deployment: numbered records, each made only where none of its number is. Of two controllers only one can write
 * record <i>n</i>; the other learns at once that it has been fenced off. Whoever begins the next journal closes the one before, so that
 * a controller that was paused cannot write another record when it wakes.
 */
public final class Journal {
    /** The version of the records' form. */
    public static final int FORMAT = 1;

    private static final String LAST = "last-deployment";

    private final Records records;
    private final String writer;
    private final Set<String> unanswered = new HashSet<>();
    private int next = 1;

    private Journal(Records records, String writer) {
        this.records = records;
        this.writer = writer;
    }

    /**
     * Begins the journal of the application's next deployment, and closes the one before where it is unfinished.
     *
     * @throws PlatformException with {@link Failure.FencedOff} when a later holder of the lease has begun one already
     */
    public static Journal begin(StateStore store, Time time, String application, Lease lease) {
        Takeover takeover = new Takeover(lease, time.now());
        for (int number = lastNumber(store); ; number++) {
            if (number > 0) {
                takeover.close(new Records(store, new DeploymentId(application, number)));
            }
            Records records = new Records(store, new DeploymentId(application, number + 1));
            if (records.put(0, RecordText.head(records, lease))) {
                remember(store, number + 1);
                return new Journal(records, lease.holder());
            }
        }
    }

    /** The id that the application's next deployment will have, if nobody else begins one. */
    public static DeploymentId nextId(StateStore store, String application) {
        return new DeploymentId(application, lastNumber(store) + 1);
    }

    /** The deployment whose journal it is. */
    public DeploymentId id() {
        return records.id();
    }

    /**
     * Writes what happened; when it returns, that is safe. When it throws anything but a {@link Failure.FencedOff} the record may or
     * may not have been written, and the journal can be written on.
     *
     * @throws PlatformException with {@link Failure.FencedOff} when somebody else wrote the record of this number
     */
    public void append(Event event) {
        while (true) {
            String text = RecordText.of(event, next, writer);
            unanswered.add(text);
            if (records.put(next, text)) {
                proceed();
                return;
            }
            requireOurs(records.read(next));
            proceed();
        }
    }

    /** A record that seemed to have failed was written after all; then this one comes after it. */
    private void requireOurs(Optional<String> found) {
        if (found.filter(unanswered::contains).isEmpty()) {
            throw new PlatformException(new Failure.FencedOff("record " + next + " of deployment " + id()
                    + " was written by another controller. It has taken over; look at its journal for what it does."));
        }
    }

    private void proceed() {
        unanswered.clear();
        next++;
    }

    private static int lastNumber(StateStore store) {
        return store.read(LAST)
                .map(stored -> stored.document().text().strip())
                .map(Journal::number)
                .orElse(0);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw PlatformException.refused(
                    "read the number of the last deployment",
                    "'" + LAST + "' in the state store is damaged: it says '" + text
                            + "'. Expected the number of the last folder in 'journal'. Write that number there, and deploy again.");
        }
    }

    private static void remember(StateStore store, int number) {
        StateStore.Document text = () -> number + "\n";
        Optional<StateStore.Stored> before = store.read(LAST);
        if (before.isEmpty()) {
            store.createIfAbsent(LAST, text);
        } else {
            store.replace(LAST, before.get().version(), text);
        }
    }
}
