package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.event.Event;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The journal of one deployment: numbered records, each made only where none of its number is. Of two controllers only one can write
 * record <i>n</i>; the other learns at once that it has been fenced off. A record holds several events: what merely happened waits for
 * the next event that must be safe, or for {@link #flush()}.
 */
public final class Journal {
    private final Records records;
    private final String writer;
    private final long fencingToken;
    private final List<Event> pending = new ArrayList<>();
    private final List<Attempt> unanswered = new ArrayList<>();
    private int next;

    private Journal(Records records, Lease lease, int next) {
        this.records = records;
        this.writer = lease.holder();
        this.fencingToken = lease.token();
        this.next = next;
    }

    /** A record that may or may not have been written, and how many of those that wait are in it. */
    private record Attempt(StateStore.Document document, int waiting) {}

    /**
     * Begins the journal of the application's next deployment; empty when an earlier holder of the lease began one in the meantime,
     * which is then the last deployment.
     *
     * @param last the one before it, as it was found under this lease
     * @param started makes the first event of it
     * @throws PlatformException with {@link Failure.FencedOff} when the lease is somebody else's by now, or a later holder of it has
     *     begun one already
     */
    public static Optional<Begun> begin(
            LastDeployment last, Lease lease, Function<DeploymentId, Event.DeploymentStarted> started) {
        lease.requireHeld();
        Journal journal = new Journal(new Records(last.store(), last.next()), lease, 0);
        Event.DeploymentStarted event = started.apply(journal.id());
        if (!journal.records.put(0, journal.document(List.of(event)))) {
            RecordedDeployment other = RecordedDeployment.read(last.store(), journal.id());
            journal.requireNotLaterThanOurs(other.fencingToken());
            return Optional.empty();
        }
        journal.next = 1;
        last.rememberNext();
        return Optional.of(new Begun(journal, event));
    }

    /**
     * A journal that was begun.
     *
     * @param journal to write in
     * @param event what it begins with
     */
    public record Begun(Journal journal, Event.DeploymentStarted event) {}

    /**
     * Carries on with a journal that another controller began: its next number is taken, so that the other one, dead or paused, is
     * fenced off by the journal itself, whatever it believes of its lease.
     *
     * @throws PlatformException with {@link Failure.FencedOff} when a later holder of the lease has written in it
     */
    public static TakenOver takeOver(StateStore store, DeploymentId id, Lease lease, Instant now) {
        Records records = new Records(store, id);
        Event.TakenOver event = new Event.TakenOver(now, lease.holder(), lease.token());
        while (true) {
            RecordedDeployment before = RecordedDeployment.read(store, id);
            Journal journal = new Journal(records, lease, before.records());
            journal.requireNotLaterThanOurs(before.fencingToken());
            if (records.put(before.records(), journal.document(List.of(event)))) {
                journal.next++;
                return new TakenOver(journal, before, event);
            }
        }
    }

    /**
     * A journal to carry on with.
     *
     * @param journal to write in
     * @param before what it said
     * @param event what was added to it
     */
    public record TakenOver(Journal journal, RecordedDeployment before, Event.TakenOver event) {}

    /** The deployment whose journal it is. */
    public DeploymentId id() {
        return records.id();
    }

    /**
     * Writes what happened. An intent and the end of the deployment are safe when it returns, and all before them; anything else
     * waits. When it throws anything but a {@link Failure.FencedOff} the record may or may not have been written, and the journal can
     * be written on.
     *
     * @throws PlatformException with {@link Failure.FencedOff} when somebody else wrote the record of this number
     */
    public void append(Event event) {
        if (mustBeSafe(event)) {
            write(List.of(event));
        } else {
            pending.add(event);
        }
    }

    /** Writes what waits, for readers. */
    public void flush() {
        write(List.of());
    }

    /** Since when something waits, if anything does. */
    public Optional<Instant> waitingSince() {
        return pending.isEmpty() ? Optional.empty() : Optional.of(pending.get(0).at());
    }

    private static boolean mustBeSafe(Event event) {
        return event instanceof Event.EffectIntended || event instanceof Event.DeploymentFinished;
    }

    private void write(List<Event> last) {
        while (!pending.isEmpty() || !last.isEmpty()) {
            List<Event> events = new ArrayList<>(pending);
            events.addAll(last);
            Attempt attempt = new Attempt(document(events), pending.size());
            unanswered.add(attempt);
            if (records.put(next, attempt.document())) {
                proceed(pending.size());
                return;
            }
            proceed(ours(records.read(next)).waiting());
        }
    }

    /** A record that seemed to have failed was written after all; then this one comes after it. */
    private Attempt ours(Optional<StateStore.Document> found) {
        return unanswered.stream()
                .filter(attempt -> found.filter(document -> Records.same(document, attempt.document()))
                        .isPresent())
                .findFirst()
                .orElseThrow(
                        () -> PlatformException.fencedOff(
                                "record " + next + " of deployment " + id()
                                        + " was written by another controller. It has taken over; look at its journal for what it does."));
    }

    private void proceed(int written) {
        pending.subList(0, written).clear();
        unanswered.clear();
        next++;
    }

    /** Its text is made when it is asked for, and of several events at once. */
    private StateStore.Document document(List<Event> events) {
        JournalRecord record = new JournalRecord(next, writer, fencingToken, events);
        return new RecordDocument(record, id());
    }

    private void requireNotLaterThanOurs(long other) {
        if (other > fencingToken) {
            throw PlatformException.fencedOff("deployment " + id() + " was written with fencing token " + other
                    + ", and this controller's is " + fencingToken
                    + ". Its lease ran out before it began, and another controller has taken over.");
        }
    }
}
