package dev.viridian.event;

import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a deployment. The order: {@link DeploymentStarted}; {@link PlanMade} once, and again after each rebuild
 * of the candidate and before rolling back; within a plan, for each step, {@link StepStarted}, for each effect {@link EffectIntended}
 * and then {@link EffectDone} or {@link EffectFailed}, and {@link StepSucceeded} or {@link StepFailed}, the latter followed by
 * {@link ResponseChosen}; {@link SuccessorProven} when the new revision stays, or {@link RollBackBegun} when it does not; last
 * {@link DeploymentFinished}, after which only deliveries of notifications and tidying come. Where a controller did not get that far,
 * {@link TakenOver} follows and the next one carries on from there, with another {@link PlanMade}.
 */
public sealed interface Event {
    /** When it happened. */
    Instant at();

    /** Whether it is kept in the journal; the others only show progress. */
    default boolean journaled() {
        return true;
    }

    /**
     * A deployment began: its artifact is pinned, nothing has been touched. What was found then is never looked for again, because
     * after cutover the candidate would be taken for what was live before.
     *
     * @param at when
     * @param id the deployment
     * @param by in whose name
     * @param location where the artifact is
     * @param revision the artifact pinned
     * @param routing where the traffic went
     * @param live what got it, if anything did
     * @param leftBehind environments of earlier runs, to be removed
     * @param specification the fingerprint of what was asked for, where it could be made; equal for the same
     * @param notifiers what those are called who hear of it
     * @param backTo which earlier deployment's revision it goes back to, where somebody asked for that
     * @param drain how long it lets environments drain, for whoever brings it to its end without knowing what was asked for
     * @param wayBack the last environment that was proven, where what was live is so since a deployment was halted
     */
    record DeploymentStarted(
            Instant at,
            DeploymentId id,
            String by,
            String location,
            Revision revision,
            TrafficSplit routing,
            Optional<LiveEnvironment> live,
            List<EnvironmentName> leftBehind,
            Optional<String> specification,
            List<String> notifiers,
            Optional<DeploymentId> backTo,
            Optional<Duration> drain,
            Optional<LiveEnvironment> wayBack)
            implements Event {
        /** Copies the lists. */
        public DeploymentStarted {
            leftBehind = List.copyOf(leftBehind);
            notifiers = List.copyOf(notifiers);
        }
    }

    /**
     * What was live when a deployment began, or before one was halted: it is kept until its successor is proven.
     *
     * @param name its name
     * @param revision what it runs
     * @param size how many machines it had
     */
    record LiveEnvironment(EnvironmentName name, Revision revision, int size) {
        /** What is known of this one when a deployment begins. */
        public static LiveEnvironment of(Environment found) {
            return new LiveEnvironment(found.name(), found.revision(), found.size());
        }

        /** As an environment without its machines, which were others by now. */
        public Environment environment() {
            return new Environment(name, revision, size, List.of(), Map.of());
        }
    }

    /** It is known what will be done. */
    record PlanMade(Instant at, String why, List<String> steps, Duration limit) implements Event {}

    /** A step was begun. */
    record StepStarted(Instant at, String step, int attempt) implements Event {
        @Override
        public boolean journaled() {
            return false;
        }
    }

    /** Something is about to be changed. Written before it is. */
    record EffectIntended(Instant at, String effect, long fencingToken, String idempotencyToken) implements Event {}

    /** It was changed. */
    record EffectDone(Instant at, String effect) implements Event {}

    /** It may or may not have been changed. */
    record EffectFailed(Instant at, String effect, String cause) implements Event {}

    /** How many machines are healthy, where that has changed. */
    record HealthObserved(Instant at, EnvironmentName environment, int healthy, int wanted, String detail)
            implements Event {
        @Override
        public boolean journaled() {
            return false;
        }
    }

    /** An environment passed all of its health checks: from here on it may get traffic. */
    record EnvironmentProven(Instant at, EnvironmentName environment, int machines) implements Event {
        /** The intent to cut over to it, which is journaled right after, says the same: nothing else is ever cut over to. */
        @Override
        public boolean journaled() {
            return false;
        }
    }

    /** The router showed a routing several times in a row. */
    record RoutingObserved(Instant at, TrafficSplit routing) implements Event {}

    /** A step came to its end. */
    record StepSucceeded(Instant at, String step, Duration took) implements Event {
        @Override
        public boolean journaled() {
            return false;
        }
    }

    /** A step failed. */
    record StepFailed(
            Instant at,
            String step,
            int attempt,
            String kind,
            String message,
            Optional<MachineId> machine,
            Evidence evidence,
            String fingerprint)
            implements Event {}

    /** It was decided what to do about a failure. */
    record ResponseChosen(Instant at, String step, Choice choice, String response) implements Event {}

    /** What kind of thing is done about a failure. */
    enum Choice {
        /** The step is tried again. */
        RETRY,
        /** A remedy is applied and the step is tried again. */
        REMEDY,
        /** The one sick machine is rebuilt. */
        REBUILD_MACHINE,
        /** The candidate is rebuilt. */
        REBUILD_CANDIDATE,
        /** The deployment is rolled back, quarantined or halted. */
        GIVE_UP
    }

    /** From here on the deployment only goes back; {@code quarantine} is how long the candidate is kept, if it is. */
    record RollBackBegun(Instant at, Failure cause, Optional<Duration> quarantine) implements Event {}

    /** The new revision is live, proven and baked, and stays live: from here on what was live before it may go. */
    record SuccessorProven(Instant at, EnvironmentName environment) implements Event {}

    /** Somebody has the deployment wait before its cutover, no longer than until then. */
    record Paused(Instant at, String by, Instant until) implements Event {}

    /** The deployment waits until somebody approves of the candidate, no longer than until then. */
    record ApprovalAwaited(Instant at, EnvironmentName environment, Instant until) implements Event {}

    /** Somebody lets it go on. */
    record Resumed(Instant at, String by) implements Event {}

    /** A remedy did not help: it failed itself. */
    record RemedyFailed(Instant at, String remedy, String cause) implements Event {}

    /** Requests that were still in flight to an environment when its time to drain was over. They are cut with it. */
    record StragglersFound(Instant at, EnvironmentName environment, long inFlight) implements Event {}

    /** A step that cleans up failed for good; the deployment goes on. */
    record CleanUpFailed(Instant at, String step, String message) implements Event {}

    /** An environment was put into quarantine. */
    record Quarantined(Instant at, EnvironmentName environment, Instant until) implements Event {}

    /** It is over; {@code failure} is what it failed of, if it did. */
    record DeploymentFinished(Instant at, Outcome outcome, TrafficSplit live, String summary, Optional<Failure> failure)
            implements Event {}

    /** Another controller carries on in this journal: the one before is fenced off, dead or paused. */
    record TakenOver(Instant at, String by, long fencingToken) implements Event {}

    /** A notification was delivered. */
    record NotificationSent(Instant at, String key, String notifier) implements Event {}

    /** A notification could not be delivered, however often it was tried; its text is in the log. */
    record NotificationFailed(Instant at, String key, String notifier, String cause) implements Event {}
}
