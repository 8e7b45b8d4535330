package dev.viridian.event;

import dev.viridian.DeploymentId;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened to a deployment. The order: {@link DeploymentStarted}; {@link PlanMade} once, and again after each rebuild
 * of the candidate and before rolling back; within a plan, for each step, {@link StepStarted}, for each effect {@link EffectIntended}
 * and then {@link EffectDone} or {@link EffectFailed}, and {@link StepSucceeded} or {@link StepFailed}, the latter followed by
 * {@link ResponseChosen}; last {@link DeploymentFinished}, after which only deliveries of notifications come. Where the controller did
 * not get that far, {@link TakenOver} is the last; it stands in the journal alone.
 */
public sealed interface Event {
    /** When it happened. */
    Instant at();

    /** Whether it is kept in the journal; the others only show progress. */
    default boolean journaled() {
        return true;
    }

    /** A deployment began: its artifact is pinned, nothing has been touched. */
    record DeploymentStarted(
            Instant at, DeploymentId id, String by, String location, Revision revision, TrafficSplit routing)
            implements Event {}

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
    record ResponseChosen(Instant at, String step, String response) implements Event {}

    /** A remedy did not help: it failed itself. */
    record RemedyFailed(Instant at, String remedy, String cause) implements Event {}

    /** Requests that were still in flight to an environment when its time to drain was over. They are cut with it. */
    record StragglersFound(Instant at, EnvironmentName environment, long inFlight) implements Event {}

    /** A step that cleans up failed for good; the deployment goes on. */
    record CleanUpFailed(Instant at, String step, String message) implements Event {}

    /** An environment was put into quarantine. */
    record Quarantined(Instant at, EnvironmentName environment, Instant until) implements Event {}

    /** It is over. */
    record DeploymentFinished(Instant at, Outcome outcome, TrafficSplit live, String summary) implements Event {}

    /** The next controller closed this journal, which the one before had left unfinished: that one is fenced off, dead or paused. */
    record TakenOver(Instant at, String by, long fencingToken) implements Event {}

    /** A notification was delivered. */
    record NotificationSent(Instant at, String key, String notifier) implements Event {}

    /** A notification could not be delivered, however often it was tried; its text is in the log. */
    record NotificationFailed(Instant at, String key, String notifier, String cause) implements Event {}
}
