package dev.viridian.report;

import dev.viridian.DeploymentId;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import java.util.List;
import java.util.Optional;

/**
 * How a deployment ended. A failed deployment is a result, not an exception; {@link #orElseThrow()} makes it one.
 *
 * @param id the deployment
 * @param revision what was deployed; empty when it was refused before the artifact was known
 * @param outcome how it ended
 * @param failure what it failed of, unless it is deployed
 * @param live what gets the users' traffic at its end
 * @param events all that happened, in order
 */
public record DeploymentResult(
        DeploymentId id,
        Optional<Revision> revision,
        Outcome outcome,
        Optional<Failure> failure,
        TrafficSplit live,
        List<Event> events) {
    /** Copies the events. */
    public DeploymentResult {
        events = List.copyOf(events);
    }

    /** Whether the new revision is live. */
    public boolean succeeded() {
        return outcome == Outcome.DEPLOYED;
    }

    /** This, or an exception with the whole story where the deployment failed. */
    public DeploymentResult orElseThrow() {
        if (!succeeded()) {
            throw new DeploymentFailedException(this);
        }
        return this;
    }

    /** Environments that are kept for examination. */
    public List<EnvironmentName> quarantined() {
        return events(Event.Quarantined.class).stream()
                .map(Event.Quarantined::environment)
                .toList();
    }

    /** What could not be cleaned up, with the reason; the next deployment tries again. */
    public List<Event.CleanUpFailed> cleanUpFailures() {
        return events(Event.CleanUpFailed.class);
    }

    /** The events of one kind, in order. */
    public <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** All that happened, a line each. */
    public String timeline() {
        return Timeline.of(events);
    }

    /** The outcome in one sentence. */
    public String summary() {
        return id + " " + outcome + revision.map(known -> ": " + known).orElse("") + "; live: " + live
                + failure.map(cause -> "; " + cause.message()).orElse("");
    }

    @Override
    public String toString() {
        return summary();
    }
}
