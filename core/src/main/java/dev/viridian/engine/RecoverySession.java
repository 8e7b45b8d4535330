package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.state.Journal;
import dev.viridian.state.Lease;
import dev.viridian.state.RecordedDeployment;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Brings in order what a dead controller left, without knowing what it was asked for. */
final class RecoverySession {
    private final Surroundings surroundings;
    private final BoundedPlatform platform;
    private final KnownNotifiers notifiers;

    RecoverySession(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.platform = surroundings.platform();
        this.notifiers = KnownNotifiers.of(surroundings.notifiers());
    }

    Recovery run() {
        return UnderLease.run(
                surroundings,
                lease -> withLease(lease, () -> new Tidying(surroundings, notifiers, lease).run()),
                Recovery.Refused::new);
    }

    /** The same without removing anything where no deployment is unfinished. */
    Recovery settleAnyUnfinished() {
        return UnderLease.run(
                surroundings,
                lease -> withLease(lease, () -> new Recovery.Tidied(List.of(), List.of(), 0)),
                Recovery.Refused::new);
    }

    private Recovery withLease(Lease lease, Supplier<Recovery> otherwise) {
        try {
            for (Optional<RecordedDeployment> unfinished = unfinished(lease);
                    unfinished.isPresent();
                    unfinished = unfinished(lease)) {
                Journal.TakenOver takenOver = takeOver(unfinished.get().id(), lease);
                if (takenOver.before().isUnfinished()) {
                    return new Recovery.Settled(OngoingDeployment.takenOver(surroundings, notifiers, lease, takenOver)
                            .settle(lastRun(lease).reason(takenOver.before())));
                }
            }
            return otherwise.get();
        } catch (RuntimeException e) {
            return new Recovery.Refused(Failures.of("recover", e));
        }
    }

    private Optional<RecordedDeployment> unfinished(Lease lease) {
        return lastRun(lease).unfinished(LastRun.find(platform));
    }

    private LastRun lastRun(Lease lease) {
        return new LastRun(
                platform,
                notifiers,
                EventLog.withoutJournal(surroundings.listeners()),
                () -> UnderLease.keepAlive(lease));
    }

    private Journal.TakenOver takeOver(DeploymentId id, Lease lease) {
        return Journal.takeOver(platform.state(), id, lease, platform.time().now());
    }
}
