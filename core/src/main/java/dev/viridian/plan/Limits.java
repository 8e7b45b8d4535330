package dev.viridian.plan;

import java.time.Duration;

/** How long steps may take about which the deployment says nothing. They are bounds, not waits: a step ends when it is done. */
final class Limits {
    /** To make an environment or to bring it to size; what its machines then need to become healthy is another step's. */
    static final Duration CREATE = Duration.ofMinutes(10);

    /** For a router to show what it was told; Argo Rollouts' users waited minutes for theirs (argo-rollouts#3333). */
    static final Duration CUTOVER = Duration.ofMinutes(5);

    /** For the new revision to answer at the users' entry once the router shows it. */
    static final Duration PROOF = Duration.ofMinutes(1);

    /** For a router that was read back to stop sending where it sent before: only then does the time to drain begin. */
    static final Duration LATE_SWITCH = Duration.ofMinutes(1);

    /** To remove an environment. */
    static final Duration RETIRE = Duration.ofMinutes(10);

    /** To write a mark. */
    static final Duration MARK = Duration.ofMinutes(1);

    private Limits() {}
}
