package dev.viridian.engine;

import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.event.EventListener;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where everything that happens goes through: first into the journal, then to those who listen. */
final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final Optional<Journal> journal;
    private final List<EventListener> listeners;
    private final List<Event> events = new ArrayList<>();

    private EventLog(Optional<Journal> journal, List<EventListener> listeners) {
        this.journal = journal;
        this.listeners = List.copyOf(listeners);
    }

    static EventLog into(Journal journal, List<EventListener> listeners) {
        return new EventLog(Optional.of(journal), listeners);
    }

    /** For a deployment that is refused before it has a journal. */
    static EventLog withoutJournal(List<EventListener> listeners) {
        return new EventLog(Optional.empty(), listeners);
    }

    /** Writes it down where that is possible, and tells it in any case. */
    void emitOrTell(Event event) {
        try {
            emit(event);
        } catch (PlatformException e) {
            LOG.warn("Could not write down {}: {}", event, e.failure().message());
            tell(event);
        }
    }

    /** Writes it down and tells it; when this returns, a journaled event is safe. */
    void emit(Event event) {
        if (event.journaled()) {
            journal.ifPresent(written -> written.append(event));
        }
        tell(event);
    }

    /** Tells it without writing it down: for what is said when the journal belongs to somebody else, or cannot be written. */
    void tell(Event event) {
        events.add(event);
        for (EventListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                LOG.warn("Listener {} failed on {}; the deployment goes on.", listener, event, e);
            }
        }
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

    List<Event> events() {
        return List.copyOf(events);
    }
}
