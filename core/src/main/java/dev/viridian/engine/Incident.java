package dev.viridian.engine;

import dev.viridian.Notification;
import dev.viridian.event.Event;
import dev.viridian.plan.Step;
import dev.viridian.report.NotificationWriter;
import java.time.Instant;
import java.util.List;

/** Failures that are not overcome yet. When the step that failed succeeds at last, whoever is responsible hears of it, once. */
final class Incident {
    private final EventLog log;
    private final NotificationWriter writer;
    private final NotificationDesk desk;
    private int firstEvent = -1;
    private int stepsLeft = Integer.MAX_VALUE;

    Incident(EventLog log, NotificationWriter writer, NotificationDesk desk) {
        this.log = log;
        this.writer = writer;
        this.desk = desk;
        remember(log.events());
    }

    /** What an earlier controller did not live to overcome, or to tell. */
    private void remember(List<Event> events) {
        List<String> steps = List.of();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event instanceof Event.PlanMade made) {
                steps = made.steps();
            } else if (event instanceof Event.ResponseChosen chosen && steps.contains(chosen.step())) {
                failed(events.subList(0, i), steps.size() - steps.indexOf(chosen.step()));
            } else if (isTold(event)) {
                overcome();
            }
        }
    }

    private static boolean isTold(Event event) {
        return (event instanceof Event.NotificationSent sent && NotificationWriter.isOfOvercome(sent.key()))
                || (event instanceof Event.NotificationFailed failed && NotificationWriter.isOfOvercome(failed.key()));
    }

    /** The step with that many steps left, itself included, failed. Counted from the end, a rebuilt candidate's steps are the same. */
    void failed(int left) {
        failed(log.events(), left);
    }

    private void failed(List<Event> events, int left) {
        if (firstEvent < 0) {
            firstEvent = lastFailure(events);
        }
        stepsLeft = Math.min(stepsLeft, left);
    }

    /** It was not overcome, the deployment goes on all the same: its outcome tells of it. */
    void toldWithTheOutcome() {
        overcome();
    }

    private void overcome() {
        firstEvent = -1;
        stepsLeft = Integer.MAX_VALUE;
    }

    /** A step succeeded; that many are left. */
    void progressed(int left) {
        if (firstEvent >= 0 && left < stepsLeft) {
            List<Event> events = log.events();
            List<Event> since = events.subList(firstEvent, events.size());
            Instant now = events.get(events.size() - 1).at();
            Notification notification = writer.ofOvercome(
                    failures(events.subList(0, firstEvent + 1)).size(), now, failures(since), log.lastRouting(), since);
            overcome();
            log.writeWhatWaits();
            desk.tell(notification);
        }
    }

    /** Whoever is responsible is asked for approval, once for each candidate. */
    void asks(Step.AwaitApproval step) {
        Notification question =
                writer.ofApproval(log.lastEventAt(), step.environment(), step.deadline(), log.lastRouting());
        boolean asked = log.events().stream()
                .anyMatch(event -> (event instanceof Event.NotificationSent sent
                                && sent.key().equals(question.key()))
                        || (event instanceof Event.NotificationFailed failed
                                && failed.key().equals(question.key())));
        if (!asked) {
            log.writeWhatWaits();
            desk.tell(question);
        }
    }

    private static List<Event.StepFailed> failures(List<Event> events) {
        return events.stream()
                .filter(Event.StepFailed.class::isInstance)
                .map(Event.StepFailed.class::cast)
                .toList();
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
