package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.Evidence;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import java.time.Instant;
import java.util.Optional;

/**
 * One finished deployment in the application's history.
 *
 * @param id the deployment
 * @param by in whose name it was made
 * @param started when it began
 * @param finished when it ended
 * @param location where its artifact was
 * @param revision what was deployed; its digest is {@code -} where it was refused before the artifact was known
 * @param outcome how it ended
 * @param live what got the traffic at its end
 * @param cause what it failed of, if it did
 * @param fingerprint recognises that failure, if a step of it failed
 * @param evidence what was collected when that step failed, if it did
 * @param backTo which earlier deployment's revision it went back to, where somebody had asked for that
 */
public record HistoryEntry(
        DeploymentId id,
        String by,
        Instant started,
        Instant finished,
        String location,
        Revision revision,
        Outcome outcome,
        TrafficSplit live,
        Optional<String> cause,
        Optional<String> fingerprint,
        Optional<Evidence> evidence,
        Optional<DeploymentId> backTo) {
    /** For instance {@code orders#12 DEPLOYED 2026-01-01T00:00:00Z by anna: 1.4.2 (sha256 ab12ab12ab12); live: orders-12-1 100 %}. */
    @Override
    public String toString() {
        return id + " " + outcome + " " + started + " by " + by + ": " + revision
                + backTo.map(earlier -> ", back to " + earlier).orElse("") + "; live: " + live
                + cause.map(text -> "; " + text).orElse("");
    }
}
