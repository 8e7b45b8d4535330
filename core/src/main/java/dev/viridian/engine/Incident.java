package dev.viridian.engine;

import dev.viridian.Notification;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.report.NotificationWriter;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Failures that are not overcome yet. When the step that failed succeeds at last, whoever is responsible hears of it, once. */
final class Incident {
    private final EventLog log;
    private final NotificationWriter writer;
    private final NotificationDesk desk;
    private final Supplier<TrafficSplit> live;
    private int firstEvent = -1;
    private int stepsLeft = Integer.MAX_VALUE;

    Incident(EventLog log, NotificationWriter writer, NotificationDesk desk, Supplier<TrafficSplit> live) {
        this.log = log;
        this.writer = writer;
        this.desk = desk;
        this.live = live;
    }

    /** The step with that many steps left, itself included, failed. Counted from the end, a rebuilt candidate's steps are the same. */
    void failed(int left) {
        if (firstEvent < 0) {
            firstEvent = lastFailure(log.events());
        }
        stepsLeft = Math.min(stepsLeft, left);
    }

    /** A step succeeded; that many are left. */
    void progressed(int left) {
        if (firstEvent >= 0 && left < stepsLeft) {
            List<Event> events = log.events();
            List<Event> since = events.subList(firstEvent, events.size());
            List<Event.StepFailed> failures = since.stream()
                    .filter(Event.StepFailed.class::isInstance)
                    .map(Event.StepFailed.class::cast)
                    .toList();
            Instant now = events.get(events.size() - 1).at();
            Notification notification = writer.ofOvercome(now, failures, live.get(), since);
            firstEvent = -1;
            stepsLeft = Integer.MAX_VALUE;
            desk.deliver(notification);
        }
    }

    private static int lastFailure(List<Event> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i) instanceof Event.StepFailed) {
                return i;
            }
        }
        throw new AssertionError("A failure is responded to that was never told.");
    }
}
