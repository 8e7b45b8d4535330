package dev.viridian.plan;

import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a plan is made from, beside the deployment: what was found.
 *
 * @param id the deployment that is planned
 * @param attempt 1 for the first candidate, 2 for the one rebuilt after it, and so on
 * @param revision the artifact pinned
 * @param routing where the router says that traffic goes
 * @param live what gets the traffic now, if anything does
 * @param leftBehind environments that are neither live nor in quarantine: an earlier run was cut short
 * @param wayBack the last environment that was proven, where what is live may not be, since a deployment was halted, or since a switch to
 *     what it had given up was made late: it is kept until the new revision is proven
 * @param stragglersComeFor for how long after a change of the routing users may still come to where they were sent before
 */
public record Situation(
        DeploymentId id,
        int attempt,
        Revision revision,
        TrafficSplit routing,
        Optional<Environment> live,
        List<EnvironmentName> leftBehind,
        Optional<Environment> wayBack,
        Duration stragglersComeFor) {
    /** Copies the list, and refuses a negative time. */
    public Situation {
        leftBehind = List.copyOf(leftBehind);
        Durations.requireNotNegative(
                "time for which users still come to where they were sent before", stragglersComeFor);
    }

    /** The environment that this attempt makes. */
    public EnvironmentName candidate() {
        return id.environment(attempt);
    }

    /**
     * Where a way back goes: to the last environment that was proven. What a deployment that was halted left live is not, but as long
     * as this one has not switched, the users stay where they are.
     *
     * @param switched whether this deployment has moved the traffic, or may have
     */
    public Optional<Environment> home(boolean switched) {
        return switched ? wayBack.or(() -> live) : live;
    }

    /** The same for the attempt after this one. */
    public Situation nextAttempt() {
        return new Situation(id, attempt + 1, revision, routing, live, List.of(), wayBack, stragglersComeFor);
    }
}
