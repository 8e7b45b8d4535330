package dev.viridian.engine;

import dev.viridian.BakeCondition;
import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.Failure;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.plan.Plan;
import dev.viridian.plan.Situation;
import dev.viridian.spi.Begun;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.BadRevisions;
import dev.viridian.state.HistoryEntry;
import dev.viridian.state.RecordedDeployment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Looks before anything is touched: at the artifact, and at what is live. */
final class Beginning {
    private static final Revision UNKNOWN = new Revision("unknown", "-");
    private static final String LOOK = "look at what is live";

    private final Surroundings surroundings;
    private final BoundedPlatform platform;
    private final Deployment deployment;
    private final List<String> notifiers;
    private final Optional<GoingBack> goingBack;
    private final Calls calls;
    private final Survey survey;

    Beginning(Surroundings surroundings, Deployment deployment, List<String> notifiers, Optional<GoingBack> goingBack) {
        this.surroundings = surroundings;
        this.platform = surroundings.platform();
        this.deployment = deployment;
        this.notifiers = notifiers;
        this.goingBack = goingBack;
        this.calls = new Calls(platform);
        this.survey = new Survey(platform);
    }

    PinnedArtifact pinned() {
        return calls.bounded(
                () -> "look at the artifact",
                Plan.PINNING,
                () -> platform.artifacts().pin(deployment.artifact()));
    }

    /** @param id what the deployment will be called */
    Looked looked(DeploymentId id) {
        Begun<Survey.Sighting> sighting = lookingAround();
        try {
            PinnedArtifact artifact = pinned();
            requireNotBad(artifact);
            return looked(artifact, situation(id, artifact, sighting::result));
        } finally {
            sighting.leave();
        }
    }

    private Looked looked(PinnedArtifact artifact, Situation situation) {
        goingBack.ifPresent(back -> back.requireStillMeant(situation.live().map(Environment::revision)));
        return new Looked(artifact, situation);
    }

    /** Goes on only with a revision that nobody marked as bad. */
    void requireNotBad(PinnedArtifact artifact) {
        new ProvenRevisions(platform).requireNotBad(artifact.revision());
    }

    boolean isBad(PinnedArtifact artifact) {
        return BadRevisions.in(platform.state()).find(artifact.revision()).isPresent();
    }

    /** Beside the artifact, for which another service answers. */
    private Begun<Survey.Sighting> lookingAround() {
        return calls.begun(() -> LOOK, () -> calls.bounded(() -> LOOK, Plan.LOOKING, survey::explained));
    }

    Situation situation(DeploymentId id, PinnedArtifact artifact) {
        return situation(id, artifact, survey::explained);
    }

    private Situation situation(DeploymentId id, PinnedArtifact artifact, Callable<Survey.Sighting> sighting) {
        Situation situation = calls.bounded(() -> LOOK, Plan.LOOKING, () -> {
            Situation found = survey.situation(sighting.call(), id, artifact);
            platform.environments().requirePossible(candidate(found, artifact));
            return found;
        });
        requireConditions(situation.live());
        return situation;
    }

    /** What cannot be looked at, and never will be, is known before anything is touched; what fails for a moment is looked at again later. */
    private void requireConditions(Optional<Environment> live) {
        for (BakeCondition condition : deployment.bakeConditions()) {
            try {
                calls.bounded(
                        () -> "look at " + ConditionWatch.name(condition),
                        ConditionWatch.ANSWER,
                        () -> look(condition, live));
            } catch (PlatformException e) {
                if (e.failure() instanceof Failure.CallFailed call && !call.passing()) {
                    throw e;
                }
            }
        }
    }

    /** As if what is live were baked, for whether it can be looked at. */
    private BakeCondition.Verdict look(BakeCondition condition, Optional<Environment> live) throws Exception {
        return live.isPresent()
                ? condition.look(new RoutedBake(
                        platform, live.get().name(), platform.time().now()))
                : condition.look();
    }

    private EnvironmentSpec candidate(Situation situation, PinnedArtifact artifact) {
        int machines = Plan.of(deployment, situation).machines();
        return new EnvironmentSpec(situation.candidate(), artifact, machines);
    }

    /** What was found. */
    record Looked(PinnedArtifact artifact, Situation situation) {}

    /** Whether what was left unfinished was asked for in the same words, and with the same bits. */
    boolean isOf(RecordedDeployment unfinished, PinnedArtifact artifact) {
        return unfinished
                .started()
                .flatMap(Event.DeploymentStarted::specification)
                .filter(fingerprint(artifact)::equals)
                .isPresent();
    }

    Event.DeploymentStarted started(DeploymentId id, Looked looked) {
        Situation situation = looked.situation();
        return new Event.DeploymentStarted(
                platform.time().now(),
                id,
                surroundings.operator(),
                deployment.artifact().location(),
                looked.artifact().revision(),
                situation.routing(),
                situation.live().map(Event.LiveEnvironment::of),
                situation.leftBehind(),
                Optional.of(fingerprint(looked.artifact())),
                notifiers,
                backTo(),
                Optional.of(deployment.drain()),
                situation.wayBack().map(Event.LiveEnvironment::of));
    }

    /** Where it could not be looked. */
    Event.DeploymentStarted startedBlindly(DeploymentId id) {
        return new Event.DeploymentStarted(
                platform.time().latest(),
                id,
                surroundings.operator(),
                deployment.artifact().location(),
                UNKNOWN,
                TrafficSplit.nowhere(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                notifiers,
                backTo(),
                Optional.of(deployment.drain()),
                Optional.empty());
    }

    private Optional<DeploymentId> backTo() {
        return goingBack.map(GoingBack::earlier).map(HistoryEntry::id);
    }

    private String fingerprint(PinnedArtifact artifact) {
        return Specification.fingerprint(deployment, artifact.revision(), notifiers);
    }
}
