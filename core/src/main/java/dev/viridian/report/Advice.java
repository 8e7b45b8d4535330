package dev.viridian.report;

import dev.viridian.Failure;
import dev.viridian.Outcome;

/** What a person could do next. */
final class Advice {
    private Advice() {}

    static String of(Failure failure, Outcome outcome) {
        return outcome == Outcome.HALTED
                ? "Nothing more is done by itself. Look at what is live, then deploy again. " + about(failure)
                : about(failure);
    }

    private static String about(Failure failure) {
        if (failure instanceof Failure.Unhealthy
                || failure instanceof Failure.MachineFailed
                || failure instanceof Failure.BecameSick
                || failure instanceof Failure.EnvironmentBecameSick) {
            return "Read the machine's output in the evidence; mend the release or its configuration, and deploy it again.";
        } else if (failure instanceof Failure.BakeConditionFailed) {
            return "Look at what that condition measures: since when is it so, and which requests are it? Mend the release, or the condition, and deploy again.";
        } else if (failure instanceof Failure.SmokeTestFailed) {
            return "The application runs but does not work. Compare its configuration with the release that is live, mend it, and deploy again.";
        } else if (failure instanceof Failure.ArtifactRefused) {
            return "Publish the artifact again, or correct its location or digest, and deploy again.";
        } else if (failure instanceof Failure.DiskFull) {
            return "Free some space, and deploy again.";
        } else if (failure instanceof Failure.RoutingNotObserved || failure instanceof Failure.WrongRevision) {
            return "Look at the router: it accepts a change and does not show it. Nothing is wrong with the release as far as is known.";
        } else if (failure instanceof Failure.FencedOff || failure instanceof Failure.DeadlinePassed) {
            return "See which other deployment is going on, and deploy again when it has ended.";
        } else if (failure instanceof Failure.CutShort) {
            return "Find out why its controller ended; then deploy it again.";
        } else if (failure instanceof Failure.Aborted) {
            return "Nothing, if that is what was wanted.";
        } else if (failure instanceof Failure.NotResumed) {
            return "Deploy again when somebody is there who calls resume().";
        } else if (failure instanceof Failure.InvariantBroken) {
            return "Somebody or something else changed the environments or the routing meanwhile. Find out who, then deploy again.";
        }
        return "Read the cause; deploy again when it is mended.";
    }
}
