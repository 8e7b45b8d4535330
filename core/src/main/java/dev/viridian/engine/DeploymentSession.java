package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.History;
import dev.viridian.state.Journal;
import dev.viridian.state.LastDeployment;
import dev.viridian.state.Lease;
import dev.viridian.state.RecordedDeployment;
import dev.viridian.text.Thrown;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything around one deployment: the lease, what an earlier controller left unfinished, looking before touching, and beginning the
 * journal.
 */
final class DeploymentSession {
    private static final EngineLog LOG = EngineLog.of(DeploymentSession.class);
    private final Surroundings surroundings;
    private final BoundedPlatform platform;
    private final Deployment deployment;
    private final KnownNotifiers notifiers;
    private final Optional<GoingBack> goingBack;
    private final Beginning beginning;

    DeploymentSession(Surroundings surroundings, Deployment deployment, Optional<GoingBack> goingBack) {
        this.surroundings = surroundings;
        this.platform = surroundings.platform();
        this.deployment = deployment;
        this.notifiers = KnownNotifiers.of(deployment.notifiers());
        this.goingBack = goingBack;
        this.beginning = new Beginning(surroundings, deployment, notifiers.names(), goingBack);
    }

    DeploymentResult run() {
        if (surroundings.superseding()) {
            try {
                new AbortSession(surroundings).order();
            } catch (RuntimeException e) {
                return refusedWithoutJournal(Failures.of("have the deployment aborted that is going on", e));
            }
        }
        return UnderLease.run(surroundings, this::withLease, this::refusedWithoutJournal);
    }

    /** It is refused before anything was looked at. */
    DeploymentResult refused(Failure failure) {
        return refusedWithoutJournal(failure);
    }

    private DeploymentResult withLease(Lease lease) {
        while (true) {
            LastDeployment last;
            Optional<RecordedDeployment> unfinished;
            try {
                last = LastRun.find(platform);
                unfinished = lastRun(lease).unfinished(last);
            } catch (RuntimeException e) {
                return refusedWithoutJournal(Failures.of("look at the last deployment", e));
            }
            Optional<DeploymentResult> result = unfinished.isPresent()
                    ? afterUnfinished(lease, unfinished.get().id())
                    : fromTheStart(lease, last);
            if (result.isPresent()) {
                return result.get();
            }
        }
    }

    private LastRun lastRun(Lease lease) {
        return new LastRun(
                platform,
                notifiers,
                EventLog.withoutJournal(surroundings.listeners()),
                () -> UnderLease.keepAlive(lease));
    }

    /** Carries on with it or brings it to its end; empty when the deployment can then begin. */
    private Optional<DeploymentResult> afterUnfinished(Lease lease, DeploymentId id) {
        PinnedArtifact artifact;
        Journal.TakenOver takenOver;
        boolean unwanted;
        Failure reason;
        try {
            artifact = beginning.pinned();
            takenOver = Journal.takeOver(
                    platform.state(), id, lease, platform.time().now());
            unwanted = lastRun(lease).aborted(takenOver.before()).isPresent() || beginning.isBad(artifact);
            reason = lastRun(lease).reason(takenOver.before());
        } catch (RuntimeException e) {
            return Optional.of(refusedWithoutJournal(Failures.of("take over " + id, e)));
        }
        if (!takenOver.before().isUnfinished()) {
            return Optional.empty();
        }
        OngoingDeployment ongoing = OngoingDeployment.takenOver(surroundings, notifiers, lease, takenOver);
        if (!unwanted && beginning.isOf(takenOver.before(), artifact)) {
            return Optional.of(ongoing.carryOut(deployment, artifact));
        }
        DeploymentResult settled = ongoing.settle(reason);
        if (settled.outcome() == Outcome.HALTED) {
            return Optional.of(refusedAfter(settled));
        }
        return goingBack
                .filter(back -> back.isDoneBy(settled, takenOver.before()))
                .map(back -> settled);
    }

    private DeploymentResult refusedAfter(DeploymentResult unfinished) {
        return refusedWithoutJournal(PlatformException.refused(
                        "roll back " + unfinished.id() + ", which was unfinished",
                        unfinished.failure().map(Failure::message).orElse("it was halted.")
                                + " Look at what is live, then deploy again.")
                .failure());
    }

    /** Deploys; empty when another controller has begun a deployment in the meantime. */
    private Optional<DeploymentResult> fromTheStart(Lease lease, LastDeployment last) {
        Beginning.Looked looked;
        try {
            looked = beginning.looked(last.next());
        } catch (RuntimeException e) {
            Failure failure = Failures.of("look at what is there", e);
            return begun(lease, last, beginning::startedBlindly, ongoing -> ongoing.refuse(failure));
        }
        return begun(
                lease,
                last,
                id -> beginning.started(id, looked),
                ongoing -> ongoing.carryOut(deployment, looked.artifact()));
    }

    private Optional<DeploymentResult> begun(
            Lease lease,
            LastDeployment last,
            Function<DeploymentId, Event.DeploymentStarted> first,
            Function<OngoingDeployment, DeploymentResult> then) {
        Optional<OngoingDeployment> ongoing;
        try {
            lease.renew();
            ongoing = OngoingDeployment.begun(surroundings, notifiers, lease, last, first);
        } catch (RuntimeException e) {
            return Optional.of(refusedWithoutJournal(Failures.of("begin the journal", e)));
        }
        return ongoing.map(then);
    }

    private DeploymentResult refusedWithoutJournal(Failure failure) {
        EventLog log = EventLog.withoutJournal(surroundings.listeners());
        Event.DeploymentStarted started = beginning.startedBlindly(new DeploymentId(platform.application(), 0));
        Event.DeploymentFinished finished = new Event.DeploymentFinished(
                platform.time().latest(), Outcome.REFUSED, liveNow(), failure.message(), Optional.of(failure));
        log.tell(finished);
        new Settlement(
                        History.of(platform.state(), platform.application()),
                        new NotificationDesk(platform, notifiers, log, () -> {}))
                .of(started, finished, log.events());
        return new DeploymentResult(
                started.id(), Optional.empty(), Outcome.REFUSED, Optional.of(failure), finished.live(), log.events());
    }

    private TrafficSplit liveNow() {
        try {
            return new Calls(platform)
                    .ask(() -> "read the routing", asked -> asked.traffic().observed());
        } catch (RuntimeException e) {
            LOG.warn("What is live could not be read either, the result says nowhere: {}", Thrown.text(e));
            return TrafficSplit.nowhere();
        }
    }
}
