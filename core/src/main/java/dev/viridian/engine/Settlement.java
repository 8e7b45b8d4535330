package dev.viridian.engine;

import dev.viridian.Failure;
import dev.viridian.Notification;
import dev.viridian.event.Event;
import dev.viridian.report.NotificationWriter;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import dev.viridian.state.Outbox;
import java.util.List;
import java.util.Optional;

/**
 * What follows when a deployment has ended: its outcome goes into the outbox, it gets its entry in the history, and then whoever is
 * responsible is told. A deployment that has its entry needs nothing more; one that has none is settled by the next controller. So one of which nobody could be
 * told, and whose outcome could not be put into the outbox either, gets no entry yet.
 */
final class Settlement {
    private static final EngineLog LOG = EngineLog.of(Settlement.class);

    private final History history;
    private final NotificationDesk desk;

    Settlement(History history, NotificationDesk desk) {
        this.history = history;
        this.desk = desk;
    }

    /** Of whoever brought it to its end. */
    void of(Event.DeploymentStarted started, Event.DeploymentFinished finished, List<Event> events) {
        settle(started, finished, events, false);
    }

    /** Of the next controller: it is entered whether or not anybody can be told now, since a record of success is needed to go back to it. */
    void ofFormer(Event.DeploymentStarted started, Event.DeploymentFinished finished, List<Event> events) {
        settle(started, finished, events, true);
    }

    private void settle(
            Event.DeploymentStarted started, Event.DeploymentFinished finished, List<Event> events, boolean former) {
        HistoryEntry entry = entry(started, finished, events);
        Notification outcome = new NotificationWriter(started).ofOutcome(finished, events, pattern(entry));
        Optional<Outbox.Slip> slip = desk.post(outcome, started.notifiers());
        if (slip.isPresent()) {
            enter(entry);
        }
        // Whoever dies before it is told must leave the next one something to tell, so without a slip the entry comes
        // last.
        boolean nothingOwed = desk.deliver(outcome, slip, started.notifiers());
        boolean settled = nothingOwed || former;
        if (slip.isEmpty() && settled) {
            enter(entry);
        }
        desk.catchUp();
    }

    private Optional<String> pattern(HistoryEntry entry) {
        try {
            return entry.id().number() > 0 ? FailurePattern.of(entry, history) : Optional.empty();
        } catch (PlatformException e) {
            LOG.warn("Earlier failures could not be counted: {}", e.failure().message());
            return Optional.empty();
        }
    }

    private void enter(HistoryEntry entry) {
        try {
            if (entry.id().number() > 0) {
                history.add(entry);
            }
        } catch (PlatformException e) {
            LOG.warn(
                    "{} could not be entered in the history; the next deployment does it: {}",
                    entry.id(),
                    e.failure().message());
        }
    }

    private static HistoryEntry entry(
            Event.DeploymentStarted started, Event.DeploymentFinished finished, List<Event> events) {
        Optional<Event.StepFailed> failed = finished.failure().isPresent() ? lastFailed(events) : Optional.empty();
        return new HistoryEntry(
                started.id(),
                started.by(),
                started.at(),
                finished.at(),
                started.location(),
                started.revision(),
                finished.outcome(),
                finished.live(),
                finished.failure().map(Failure::message),
                failed.map(Event.StepFailed::fingerprint),
                failed.map(Event.StepFailed::evidence),
                started.backTo());
    }

    private static Optional<Event.StepFailed> lastFailed(List<Event> events) {
        return events.stream()
                .filter(Event.StepFailed.class::isInstance)
                .map(Event.StepFailed.class::cast)
                .reduce((earlier, later) -> later);
    }
}
