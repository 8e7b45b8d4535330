package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.event.EventListener;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.Journal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where everything that happens goes through: into the journal, and to those who listen. */
final class EventLog {
    private static final EngineLog LOG = EngineLog.of(EventLog.class);

    private final Optional<Journal> journal;

    /** Which deployment it is; empty for what is tidied outside of one. */
    private final Optional<DeploymentId> deployment;

    private final List<EventListener> listeners;
    private final List<Event> events = new ArrayList<>();

    private EventLog(Optional<Journal> journal, List<EventListener> listeners) {
        this.journal = journal;
        this.deployment = journal.map(Journal::id);
        this.listeners = List.copyOf(listeners);
    }

    /** Begins with what the journal begins with. */
    static EventLog beginning(Journal.Begun begun, List<EventListener> listeners) {
        EventLog log = new EventLog(Optional.of(begun.journal()), listeners);
        log.tell(begun.event());
        return log;
    }

    /** Carries on with a journal; what it said before is remembered, and told to nobody again. */
    static EventLog carryingOn(Journal.TakenOver takenOver, List<EventListener> listeners) {
        EventLog log = new EventLog(Optional.of(takenOver.journal()), listeners);
        log.events.addAll(takenOver.before().events());
        log.tell(takenOver.event());
        return log;
    }

    /** For a deployment that is refused before it has a journal. */
    static EventLog withoutJournal(List<EventListener> listeners) {
        return new EventLog(Optional.empty(), listeners);
    }

    /** Writes it down and tells it; when this returns, an intent is safe, and all before it. */
    void emit(Event event) {
        if (event.journaled()) {
            journal.ifPresent(written -> written.append(event));
        }
        tell(event);
    }

    /** Whether anything waits to be written. */
    boolean holdsWhatWaits() {
        return journal.isPresent() && journal.get().waitingSince().isPresent();
    }

    /** Writes what waits, if some of it happened before then. */
    void writeWhatWaitsSince(Instant then) {
        journal.filter(written -> written.waitingSince()
                        .filter(first -> first.isBefore(then))
                        .isPresent())
                .ifPresent(EventLog::flush);
    }

    /** Writes what waits. */
    void writeWhatWaits() {
        journal.ifPresent(EventLog::flush);
    }

    /** Where that is not possible it goes on waiting; somebody else's record in the journal is thrown. */
    private static void flush(Journal written) {
        try {
            written.flush();
        } catch (PlatformException e) {
            if (e.failure() instanceof Failure.FencedOff) {
                throw e;
            }
            LOG.warn("The journal cannot be written now: {}", e.failure().message());
        }
    }

    /** Tells it without writing it down: for what is said when the journal belongs to somebody else, or cannot be written. */
    void tell(Event event) {
        events.add(event);
        for (EventListener listener : listeners) {
            try {
                deployment.ifPresentOrElse(id -> listener.on(id, event), () -> listener.on(event));
            } catch (RuntimeException e) {
                goOnAfter(e, listener, event);
            } catch (Error e) {
                goOnAfter(Failures.ordinary(e), listener, event);
            }
        }
    }

    private static void goOnAfter(Throwable thrown, EventListener listener, Event event) {
        LOG.warn("Listener {} failed on {}; the deployment goes on.", listener, event, thrown);
    }

    /** Where the traffic was seen to go last. */
    TrafficSplit lastRouting() {
        TrafficSplit seen = TrafficSplit.nowhere();
        for (Event event : events) {
            if (event instanceof Event.DeploymentStarted started) {
                seen = started.routing();
            } else if (event instanceof Event.RoutingObserved observed) {
                seen = observed.routing();
            }
        }
        return seen;
    }

    /** When what happened last did. */
    Instant lastEventAt() {
        return events.get(events.size() - 1).at();
    }

    List<Event> events() {
        return List.copyOf(events);
    }
}
