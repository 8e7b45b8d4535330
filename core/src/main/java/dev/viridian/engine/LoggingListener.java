package dev.viridian.engine;

import dev.viridian.event.Event;
import dev.viridian.event.EventListener;
import dev.viridian.report.Timeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each event to the log: failures as warnings, steps for information, the rest for those who look closely. */
final class LoggingListener implements EventListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.viridian.deployment");

    @Override
    public void on(Event event) {
        if (isFailure(event)) {
            LOG.atWarn().log(() -> Timeline.line(event));
        } else if (isMilestone(event)) {
            LOG.atInfo().log(() -> Timeline.line(event));
        } else {
            LOG.atDebug().log(() -> Timeline.line(event));
        }
    }

    private static boolean isFailure(Event event) {
        return event instanceof Event.StepFailed
                || event instanceof Event.EffectFailed
                || event instanceof Event.RemedyFailed
                || event instanceof Event.CleanUpFailed
                || event instanceof Event.StragglersFound
                || event instanceof Event.NotificationFailed;
    }

    private static boolean isMilestone(Event event) {
        return event instanceof Event.DeploymentStarted
                || event instanceof Event.TakenOver
                || event instanceof Event.StepSucceeded
                || event instanceof Event.ResponseChosen
                || event instanceof Event.Paused
                || event instanceof Event.ApprovalAwaited
                || event instanceof Event.Resumed
                || event instanceof Event.RollBackBegun
                || event instanceof Event.Quarantined
                || event instanceof Event.DeploymentFinished;
    }
}
