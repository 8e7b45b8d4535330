package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The end of a deployment: what is left over, what is live, writing it down, and telling it. */
final class Closing {
    private static final EngineLog LOG = EngineLog.of(Closing.class);

    /** How long a router that shows at the end something else than before is looked at again. */
    static final Duration UNTIL_BELIEVED = Duration.ofSeconds(30);

    private final Controller controller;
    private final EventLog log;
    private final Settlement settlement;
    private final Invariants invariants;

    Closing(Controller controller, EventLog log, Settlement settlement, Invariants invariants) {
        this.controller = controller;
        this.log = log;
        this.settlement = settlement;
        this.invariants = invariants;
    }

    /**
     * Closes the deployment. Whoever is fenced off, at this last moment too, writes nothing more and tells nobody: how it ends is the
     * other controller's matter.
     */
    DeploymentResult of(Ending ending, Event.DeploymentStarted started) {
        if (isFencedOff(ending)) {
            return fencedOff(ending, started);
        }
        controller.putBack();
        rememberTheWayBack(ending.outcome(), started);
        lookAround(ending.outcome());
        Event.DeploymentFinished finished = finish(ending);
        try {
            controller.emit(at -> finished);
        } catch (PlatformException e) {
            return fencedOff(new Ending(Outcome.HALTED, Optional.of(e.failure())), started);
        }
        settlement.of(started, finished, log.events());
        return result(started, finished);
    }

    private void rememberTheWayBack(Outcome outcome, Event.DeploymentStarted started) {
        WayBack wayBack = WayBack.of(controller.platform());
        try {
            if (outcome == Outcome.HALTED) {
                started.live()
                        .map(Event.LiveEnvironment::name)
                        .ifPresent(former -> controller.firmly(() -> {
                            controller.requireHeld();
                            wayBack.remember(former, started.id());
                        }));
            } else if (outcome == Outcome.DEPLOYED) {
                controller.firmly(wayBack::forget);
            }
        } catch (PlatformException e) {
            LOG.warn(
                    "Whether there is a way back could not be written down: {}",
                    e.failure().message());
        }
    }

    private DeploymentResult fencedOff(Ending ending, Event.DeploymentStarted started) {
        Event.DeploymentFinished finished = finish(ending);
        log.tell(finished);
        return result(started, finished);
    }

    private DeploymentResult result(Event.DeploymentStarted started, Event.DeploymentFinished finished) {
        return new DeploymentResult(
                started.id(),
                finished.outcome() == Outcome.REFUSED ? Optional.empty() : Optional.of(started.revision()),
                finished.outcome(),
                finished.failure(),
                finished.live(),
                log.events());
    }

    private Event.DeploymentFinished finish(Ending ending) {
        return new Event.DeploymentFinished(
                controller.latest(),
                ending.outcome(),
                log.lastRouting(),
                ending.failure().map(Failure::message).orElse("all steps are done"),
                ending.failure());
    }

    private static boolean isFencedOff(Ending ending) {
        return ending.failure().filter(Failure.FencedOff.class::isInstance).isPresent();
    }

    private void lookAround(Outcome outcome) {
        try {
            TrafficSplit live = outcome == Outcome.REFUSED ? controller.routing() : settledRouting();
            if (!live.equals(log.lastRouting())) {
                controller.emit(at -> new Event.RoutingObserved(at, live));
            }
            if (outcome != Outcome.REFUSED) {
                reportLeftOver(invariants.leftOver(live));
            }
        } catch (PlatformException e) {
            controller.emit(at -> new Event.CleanUpFailed(
                    at,
                    "look at what is live",
                    e.failure().message() + " What is named as live was seen last before that."));
        }
    }

    /**
     * What differs from the look before may be what was true a moment ago: it is believed when it stays so. Where a deployment was refused there
     * may have been no look before, and nothing was touched.
     */
    private TrafficSplit settledRouting() {
        Instant end = controller.now().plus(UNTIL_BELIEVED);
        TrafficSplit shown = controller.routing();
        while (!shown.equals(log.lastRouting()) && controller.now().isBefore(end)) {
            controller.pauseForRouter(false);
            shown = controller.routing();
        }
        return shown;
    }

    private void reportLeftOver(List<EnvironmentName> leftOver) {
        List<EnvironmentName> untold =
                leftOver.stream().filter(name -> !isTold(name)).toList();
        if (!untold.isEmpty()) {
            controller.emit(at -> new Event.CleanUpFailed(
                    at, "leave nothing behind", "still there: " + untold + "; the next deployment removes them."));
        }
    }

    /** A step that failed to clean up names what it left in its title. */
    private boolean isTold(EnvironmentName name) {
        return log.events().stream()
                .anyMatch(event -> event instanceof Event.CleanUpFailed failed
                        && (failed.step() + " ").contains(" " + name + " "));
    }
}
