package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.plan.Situation;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.History;
import dev.viridian.state.Journal;
import dev.viridian.state.Lease;
import dev.viridian.state.RecordedDeployment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything around one deployment: the lease, what an earlier controller left unfinished, looking before touching, and beginning the
 * journal.
 */
final class DeploymentSession {
    private static final EngineLog LOG = EngineLog.of(DeploymentSession.class);
    private static final Revision UNKNOWN = new Revision("unknown", "-");

    /** An artifact without a digest is read as a whole to find the one that it has. */
    private static final Duration PINNING = Duration.ofMinutes(10);

    private static final Duration LOOKING = Duration.ofMinutes(1);

    private final Surroundings surroundings;
    private final Platform platform;
    private final Deployment deployment;
    private final KnownNotifiers notifiers;
    private final Calls calls;

    DeploymentSession(Surroundings surroundings, Deployment deployment) {
        this.surroundings = surroundings;
        this.platform = surroundings.platform();
        this.deployment = deployment;
        this.notifiers = KnownNotifiers.of(deployment.notifiers());
        this.calls = new Calls(platform);
    }

    DeploymentResult run() {
        return UnderLease.run(surroundings, this::withLease, this::refusedWithoutJournal);
    }

    private DeploymentResult withLease(Lease lease) {
        while (true) {
            Optional<RecordedDeployment> unfinished;
            try {
                unfinished = new LastRun(platform, notifiers, EventLog.withoutJournal(surroundings.listeners()))
                        .unfinished();
            } catch (RuntimeException e) {
                return refusedWithoutJournal(Failures.of("look at the last deployment", e));
            }
            Optional<DeploymentResult> result = unfinished.isPresent()
                    ? afterUnfinished(lease, unfinished.get().id())
                    : fromTheStart(lease);
            if (result.isPresent()) {
                return result.get();
            }
        }
    }

    /** Carries on with it or brings it to its end; empty when the deployment can then begin. */
    private Optional<DeploymentResult> afterUnfinished(Lease lease, DeploymentId id) {
        PinnedArtifact artifact;
        Journal.TakenOver takenOver;
        try {
            artifact = pinned();
            takenOver = Journal.takeOver(
                    platform.state(), id, lease, platform.time().now());
        } catch (RuntimeException e) {
            return Optional.of(refusedWithoutJournal(Failures.of("take over " + id, e)));
        }
        if (!takenOver.before().isUnfinished()) {
            return Optional.empty();
        }
        OngoingDeployment ongoing = OngoingDeployment.takenOver(surroundings, notifiers, lease, takenOver);
        if (takenOver
                .before()
                .started()
                .flatMap(Event.DeploymentStarted::specification)
                .equals(specification(artifact))) {
            return Optional.of(ongoing.carryOut(deployment, artifact));
        }
        DeploymentResult settled = ongoing.settle(takenOver.before());
        return settled.outcome() == Outcome.HALTED ? Optional.of(refusedAfter(settled)) : Optional.empty();
    }

    private DeploymentResult refusedAfter(DeploymentResult unfinished) {
        return refusedWithoutJournal(PlatformException.refused(
                        "roll back " + unfinished.id() + ", which was unfinished",
                        unfinished.failure().map(Failure::message).orElse("it was halted.")
                                + " Look at what is live, then deploy again.")
                .failure());
    }

    /** Deploys; empty when another controller has begun a deployment in the meantime. */
    private Optional<DeploymentResult> fromTheStart(Lease lease) {
        Looked looked;
        try {
            looked = look();
        } catch (PlatformException e) {
            return begun(lease, this::startedBlindly, ongoing -> ongoing.refuse(e.failure()));
        }
        return begun(lease, looked::started, ongoing -> ongoing.carryOut(deployment, looked.artifact()));
    }

    private Optional<DeploymentResult> begun(
            Lease lease,
            Function<DeploymentId, Event.DeploymentStarted> first,
            Function<OngoingDeployment, DeploymentResult> then) {
        Optional<OngoingDeployment> ongoing;
        try {
            lease.renew();
            ongoing = OngoingDeployment.begun(surroundings, notifiers, lease, first);
        } catch (RuntimeException e) {
            return Optional.of(refusedWithoutJournal(Failures.of("begin the journal", e)));
        }
        return ongoing.map(then);
    }

    private PinnedArtifact pinned() {
        return calls.bounded(
                () -> "look at the artifact",
                PINNING,
                () -> platform.artifacts().pin(deployment.artifact()));
    }

    private Optional<String> specification(PinnedArtifact artifact) {
        return Optional.of(Specification.fingerprint(deployment, artifact.revision(), notifiers.names()));
    }

    private Looked look() {
        PinnedArtifact artifact = pinned();
        Situation situation = calls.bounded(
                () -> "look at what is live",
                LOOKING,
                () -> new Survey(platform)
                        .situation(Journal.nextId(platform.state(), platform.application()), artifact));
        return new Looked(artifact, situation);
    }

    /** What was found before anything was touched. */
    private final class Looked {
        private final PinnedArtifact artifact;
        private final Situation situation;

        Looked(PinnedArtifact artifact, Situation situation) {
            this.artifact = artifact;
            this.situation = situation;
        }

        PinnedArtifact artifact() {
            return artifact;
        }

        Event.DeploymentStarted started(DeploymentId id) {
            return new Event.DeploymentStarted(
                    platform.time().now(),
                    id,
                    surroundings.operator(),
                    deployment.artifact().location(),
                    artifact.revision(),
                    situation.routing(),
                    situation.live().map(live -> new Event.LiveEnvironment(live.name(), live.revision(), live.size())),
                    situation.leftBehind(),
                    specification(artifact),
                    notifiers.names());
        }
    }

    private Event.DeploymentStarted startedBlindly(DeploymentId id) {
        return new Event.DeploymentStarted(
                platform.time().now(),
                id,
                surroundings.operator(),
                deployment.artifact().location(),
                UNKNOWN,
                TrafficSplit.nowhere(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                notifiers.names());
    }

    private DeploymentResult refusedWithoutJournal(Failure failure) {
        EventLog log = EventLog.withoutJournal(surroundings.listeners());
        Event.DeploymentStarted started = startedBlindly(new DeploymentId(platform.application(), 0));
        Event.DeploymentFinished finished = new Event.DeploymentFinished(
                platform.time().now(), Outcome.REFUSED, liveNow(), failure.message(), Optional.of(failure));
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
            return calls.ask(() -> "read the routing", asked -> asked.traffic().observed());
        } catch (RuntimeException e) {
            LOG.warn("What is live could not be read either, the result says nowhere: {}", Failures.text(e));
            return TrafficSplit.nowhere();
        }
    }
}
