package dev.viridian.engine;

import static dev.viridian.HealthCheck.tcp;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.Notifier;
import dev.viridian.Outcome;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.HistoryEntry;
import dev.viridian.state.RecordedDeployment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Goes back without being told what of: the deployment that is going on is rolled back; without one, the last that succeeded comes back. */
final class UndoSession {
    private final Surroundings surroundings;
    private final Platform platform;

    UndoSession(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.platform = surroundings.platform();
    }

    DeploymentResult run() {
        Optional<HistoryEntry> aborted;
        try {
            aborted = isGoingBack() ? Optional.empty() : new AbortSession(surroundings).run();
            if (aborted.filter(entry -> entry.outcome() != Outcome.DEPLOYED).isPresent()) {
                return result(aborted.get().id());
            }
        } catch (RuntimeException e) {
            return earlier().refused(Failures.of("roll back the deployment that is going on", e));
        }
        return earlier().run();
    }

    /** Who asks a second time for what is going on already does not want that rolled back. */
    private boolean isGoingBack() {
        return LastRun.unsettled(platform)
                .flatMap(RecordedDeployment::started)
                .flatMap(Event.DeploymentStarted::backTo)
                .isPresent();
    }

    private DeploymentResult result(DeploymentId id) {
        RecordedDeployment recorded = RecordedDeployment.read(platform.state(), id);
        Event.DeploymentStarted started = recorded.started().orElseThrow(unread(id));
        Event.DeploymentFinished finished = recorded.finished().orElseThrow(unread(id));
        return new DeploymentResult(
                id,
                finished.outcome() == Outcome.REFUSED ? Optional.empty() : Optional.of(started.revision()),
                finished.outcome(),
                finished.failure(),
                finished.live(),
                recorded.events());
    }

    private static Supplier<PlatformException> unread(DeploymentId id) {
        return () -> new PlatformException(new Failure.Unexpected(
                "read how " + id + " ended", "it is in the history, and its journal does not tell."));
    }

    private RollBackSession earlier() {
        return new RollBackSession(
                surroundings, ofHistory(surroundings.notifiers()), () -> GoingBack.fromWhatHappened(platform));
    }

    /** The history holds no checks, which are code: that each machine can be connected to is all that can be asked of any application. */
    private static Deployment ofHistory(List<Notifier> notifiers) {
        Deployment deployment = Deployment.blueGreen()
                .artifact("history:the-last-success")
                .healthCheck(tcp())
                .keepWarm(Duration.ZERO);
        return notifiers.isEmpty()
                ? deployment
                : deployment.notifying(
                        notifiers.get(0), notifiers.stream().skip(1).toArray(Notifier[]::new));
    }
}
