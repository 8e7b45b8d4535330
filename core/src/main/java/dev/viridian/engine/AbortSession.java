package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import dev.viridian.state.RecordedDeployment;
import java.util.Optional;

/** Has the deployment that is going on aborted by its own controller, or rolls it back where that one is dead. */
final class AbortSession {
    private final Surroundings surroundings;
    private final Platform platform;
    private final History history;

    AbortSession(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.platform = surroundings.platform();
        this.history = History.of(platform.state(), platform.application());
    }

    /** Orders it; empty where nothing is going on. */
    Optional<DeploymentId> order() {
        return order(LastRun.unsettled(platform));
    }

    /** What had ended, and nobody has been told of it, is not aborted; it is told. */
    Optional<HistoryEntry> run() {
        Optional<RecordedDeployment> last = LastRun.unsettled(platform);
        Optional<DeploymentId> goingOn = order(last);
        last.ifPresent(unsettled -> settle());
        return goingOn.map(this::entry);
    }

    private Optional<DeploymentId> order(Optional<RecordedDeployment> last) {
        Optional<DeploymentId> goingOn =
                last.filter(RecordedDeployment::isUnfinished).map(RecordedDeployment::id);
        goingOn.ifPresent(id -> AbortOrders.in(platform.state())
                .give(id, surroundings.operator(), platform.time().now()));
        return goingOn;
    }

    /** Whoever has the lease after it sees to it that it has ended. */
    private void settle() {
        Recovery recovery = new RecoverySession(surroundings).settleAnyUnfinished();
        if (recovery instanceof Recovery.Refused refused) {
            throw new PlatformException(refused.failure());
        }
    }

    private HistoryEntry entry(DeploymentId id) {
        return history.find(id)
                .orElseThrow(() -> new PlatformException(new Failure.Unexpected(
                        "waiting for the end of " + id, "it has ended, and is not in the history.")));
    }
}
