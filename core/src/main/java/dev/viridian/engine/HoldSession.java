package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.spi.Platform;
import dev.viridian.spi.StateStore;
import dev.viridian.state.RecordedDeployment;
import java.time.Duration;
import java.util.Optional;

/** Has the deployment that is going on, in whatever process, wait for a person, or go on. */
final class HoldSession {
    private final Surroundings surroundings;
    private final Platform platform;

    HoldSession(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.platform = surroundings.platform();
    }

    Optional<DeploymentId> pause(Duration within) {
        Optional<DeploymentId> early =
                goingOn().filter(HoldSession::isBeforeCutover).map(RecordedDeployment::id);
        early.ifPresent(id -> Holds.pauses(platform.state())
                .begin(HoldWatch.pause(
                        id, surroundings.operator(), platform.time().now(), within)));
        return early;
    }

    /** One may be paused and wait for approval, too: both are meant. */
    Optional<DeploymentId> resume() {
        StateStore state = platform.state();
        return goingOn().map(RecordedDeployment::id).filter(id -> {
            boolean paused = Holds.pauses(state).resume(id, surroundings.operator());
            boolean waiting = Holds.approvals(state).resume(id, surroundings.operator());
            return paused || waiting;
        });
    }

    private Optional<RecordedDeployment> goingOn() {
        return LastRun.unsettled(platform).filter(RecordedDeployment::isUnfinished);
    }

    private static boolean isBeforeCutover(RecordedDeployment deployment) {
        Progress progress = Progress.of(deployment.events());
        return !progress.cutOverIntended() && progress.rollBack().isEmpty();
    }
}
