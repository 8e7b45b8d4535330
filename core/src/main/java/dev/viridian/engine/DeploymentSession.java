package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.event.EventListener;
import dev.viridian.plan.Plan;
import dev.viridian.plan.Situation;
import dev.viridian.report.DeploymentResult;
import dev.viridian.report.NotificationWriter;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.Journal;
import dev.viridian.state.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything around one deployment: the lease, the journal, looking before touching, and telling how it ended. */
final class DeploymentSession {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentSession.class);
    private static final Revision UNKNOWN = new Revision("unknown", "-");

    /** An artifact without a digest is read as a whole to find the one that it has. */
    private static final Duration PINNING = Duration.ofMinutes(10);

    private static final Duration LOOKING = Duration.ofMinutes(1);

    private final Platform platform;
    private final List<EventListener> listeners;
    private final String operator;
    private final Duration patience;
    private final Deployment deployment;

    DeploymentSession(
            Platform platform,
            List<EventListener> listeners,
            String operator,
            Duration patience,
            Deployment deployment) {
        this.platform = platform;
        this.listeners = listeners;
        this.operator = operator;
        this.patience = patience;
        this.deployment = deployment;
    }

    DeploymentResult run() {
        Lease lease;
        try {
            lease = Lease.acquire(platform.state(), platform.time(), operator, patience, platform.pace());
        } catch (RuntimeException e) {
            return refusedWithoutJournal("take the lease", e);
        }
        try {
            return withLease(lease);
        } finally {
            release(lease);
        }
    }

    private DeploymentResult withLease(Lease lease) {
        Journal journal;
        try {
            journal = Journal.begin(platform.state(), platform.time(), platform.application(), lease);
        } catch (RuntimeException e) {
            return refusedWithoutJournal("begin the journal", e);
        }
        EventLog log = EventLog.into(journal, listeners);
        Controller controller = new Controller(platform, journal.id(), lease, log);
        PinnedArtifact artifact;
        Situation situation;
        Event.DeploymentStarted started;
        try {
            artifact = controller.bounded(
                    "look at the artifact", PINNING, () -> platform.artifacts().pin(deployment.artifact()));
            situation = controller.bounded(
                    "look at what is live", LOOKING, () -> new Survey(platform).situation(journal.id(), artifact));
            started = started(situation.id(), artifact.revision(), situation.routing());
            log.emit(started);
        } catch (PlatformException e) {
            return refused(log, journal.id(), e.failure());
        }
        return deploy(controller, log, artifact, situation, started);
    }

    private DeploymentResult deploy(
            Controller controller,
            EventLog log,
            PinnedArtifact artifact,
            Situation situation,
            Event.DeploymentStarted started) {
        NotificationDesk desk = new NotificationDesk(platform, deployment.notifiers(), log);
        NotificationWriter writer = new NotificationWriter(started, situation.live());
        Proven proven = new Proven(situation.routing().environments());
        Invariants invariants = new Invariants(controller, proven, situation.live());
        Incident incident = new Incident(log, writer, desk, log::lastRouting);
        StepRunner runner = new StepRunner(controller, artifact, proven);
        DeploymentRun.Ending ending;
        try {
            ending = new DeploymentRun(
                            controller, runner, invariants, incident, deployment, Plan.of(deployment, situation))
                    .run();
        } catch (PlatformException e) {
            ending = new DeploymentRun.Ending(Outcome.HALTED, Optional.of(e.failure()));
        }
        return new Closing(controller, log, desk, writer, invariants).of(ending, situation);
    }

    private DeploymentResult refusedWithoutJournal(String doing, RuntimeException thrown) {
        return refused(
                EventLog.withoutJournal(listeners),
                new DeploymentId(platform.application(), 0),
                Failures.of(doing, thrown));
    }

    private DeploymentResult refused(EventLog log, DeploymentId id, Failure failure) {
        Event.DeploymentStarted started = started(id, UNKNOWN, TrafficSplit.nowhere());
        TrafficSplit live = liveNow();
        Event.DeploymentFinished finish =
                new Event.DeploymentFinished(platform.time().now(), Outcome.REFUSED, live, failure.message());
        log.emitOrTell(finish);
        new NotificationDesk(platform, deployment.notifiers(), log)
                .deliver(new NotificationWriter(started, Optional.empty())
                        .ofOutcome(finish.at(), Outcome.REFUSED, Optional.of(failure), live, log.events()));
        return new DeploymentResult(id, Optional.empty(), Outcome.REFUSED, Optional.of(failure), live, log.events());
    }

    private TrafficSplit liveNow() {
        try {
            return platform.traffic().observed();
        } catch (RuntimeException e) {
            LOG.warn("What is live could not be read either, the result says nowhere: {}", Failures.text(e));
            return TrafficSplit.nowhere();
        }
    }

    private Event.DeploymentStarted started(DeploymentId id, Revision revision, TrafficSplit routing) {
        return new Event.DeploymentStarted(
                platform.time().now(), id, operator, deployment.artifact().location(), revision, routing);
    }

    private static void release(Lease lease) {
        try {
            lease.release();
        } catch (RuntimeException e) {
            LOG.warn("The lease could not be given back and runs out by itself: {}", Failures.text(e));
        }
    }
}
