package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.plan.Situation;
import dev.viridian.report.DeploymentResult;
import dev.viridian.report.NotificationWriter;
import dev.viridian.spi.PlatformException;
import java.util.List;
import java.util.Optional;

/** The end of a deployment: what is left over, what is live, writing it down, and telling it. */
final class Closing {
    private final Controller controller;
    private final EventLog log;
    private final NotificationDesk desk;
    private final NotificationWriter writer;
    private final Invariants invariants;

    Closing(
            Controller controller,
            EventLog log,
            NotificationDesk desk,
            NotificationWriter writer,
            Invariants invariants) {
        this.controller = controller;
        this.log = log;
        this.desk = desk;
        this.writer = writer;
        this.invariants = invariants;
    }

    DeploymentResult of(DeploymentRun.Ending ending, Situation situation) {
        DeploymentRun.Ending last = writtenDown(ending);
        TrafficSplit live = log.lastRouting();
        desk.deliver(writer.ofOutcome(controller.now(), last.outcome(), last.failure(), live, log.events()));
        return new DeploymentResult(
                situation.id(), Optional.of(situation.revision()), last.outcome(), last.failure(), live, log.events());
    }

    /** Whoever is fenced off, at this last moment too, writes nothing more; what happens now is the other controller's matter. */
    private DeploymentRun.Ending writtenDown(DeploymentRun.Ending ending) {
        if (isFencedOff(ending)) {
            log.tell(finish(ending));
            return ending;
        }
        controller.putBack();
        try {
            reportLeftOver();
            controller.emit(at -> finish(ending));
            return ending;
        } catch (PlatformException e) {
            DeploymentRun.Ending fenced = new DeploymentRun.Ending(Outcome.HALTED, Optional.of(e.failure()));
            log.tell(finish(fenced));
            return fenced;
        }
    }

    private Event.DeploymentFinished finish(DeploymentRun.Ending ending) {
        return new Event.DeploymentFinished(
                controller.now(),
                ending.outcome(),
                log.lastRouting(),
                ending.failure().map(Failure::message).orElse("all steps are done"));
    }

    private static boolean isFencedOff(DeploymentRun.Ending ending) {
        return ending.failure().filter(Failure.FencedOff.class::isInstance).isPresent();
    }

    private void reportLeftOver() {
        try {
            TrafficSplit live = controller.ask(
                    "read the routing", platform -> platform.traffic().observed());
            if (!live.equals(log.lastRouting())) {
                controller.emit(at -> new Event.RoutingObserved(at, live));
            }
            boolean alreadyTold = log.events().stream().anyMatch(Event.CleanUpFailed.class::isInstance);
            List<EnvironmentName> leftOver = invariants.leftOver(live);
            if (!leftOver.isEmpty() && !alreadyTold) {
                controller.emit(at -> new Event.CleanUpFailed(
                        at,
                        "leave nothing behind",
                        "still there: " + leftOver + "; the next deployment removes them."));
            }
        } catch (PlatformException e) {
            controller.emit(at -> new Event.CleanUpFailed(
                    at,
                    "look at what is live",
                    e.failure().message() + " What is named as live was seen last before that."));
        }
    }
}
