package dev.viridian.testing.assertions;

import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;

/** Assertions on how a deployment ended. A failure ends with the deployment's timeline. */
public final class DeploymentResultAssert extends StoryAssert<DeploymentResultAssert, DeploymentResult> {
    DeploymentResultAssert(DeploymentResult result) {
        super(result, DeploymentResultAssert.class, told -> "Timeline:\n" + told.timeline());
    }

    /** The new revision is live: passes for {@code DEPLOYED}, fails for {@code ROLLED_BACK}. */
    public DeploymentResultAssert isDeployed() {
        return hasOutcome(Outcome.DEPLOYED);
    }

    /** What was live before is live: passes for {@code ROLLED_BACK}, fails for {@code DEPLOYED} and for {@code QUARANTINED}. */
    public DeploymentResultAssert isRolledBack() {
        return hasOutcome(Outcome.ROLLED_BACK);
    }

    /** It ended so: {@code hasOutcome(REFUSED)} passes where it was refused, fails where it was tried. */
    public DeploymentResultAssert hasOutcome(Outcome outcome) {
        isNotNull();
        return require(actual.outcome() == outcome, "the deployment ends " + outcome, actual.summary());
    }

    /**
     * Its failure says so: {@code failedBecause("not found")} passes for the cause {@code Database "ordres" not found}, fails for
     * {@code Connection refused} and where nothing failed.
     */
    public DeploymentResultAssert failedBecause(String text) {
        isNotNull();
        boolean said =
                actual.failure().filter(cause -> cause.message().contains(text)).isPresent();
        return require(said, "the deployment fails because of '" + text + "'", actual.summary());
    }

    /**
     * That machine was rebuilt: {@code rebuiltMachine("orders-1-1.2")} passes where replacing it succeeded, fails where that failed or
     * was not needed.
     */
    public DeploymentResultAssert rebuiltMachine(String id) {
        isNotNull();
        boolean rebuilt = actual.events(Event.StepSucceeded.class).stream()
                .anyMatch(done -> done.step().equals("replace machine " + id));
        return require(rebuilt, "machine " + id + " is rebuilt", "it was not");
    }

    /** All traffic goes there: {@code hasLive("orders-1-1")} passes at 100 %, fails at 50 % or where another one is live. */
    public DeploymentResultAssert hasLive(String environment) {
        isNotNull();
        boolean live = actual.live().equals(TrafficSplit.allTo(new EnvironmentName(environment)));
        return require(live, environment + " gets all of the traffic", "the traffic goes " + actual.live());
    }

    /**
     * Nothing is in quarantine and every clean-up succeeded: passes for a deployment that removed what it no longer needs, fails where
     * retiring an environment failed, and where it halted, since then everything is left as it is.
     */
    public DeploymentResultAssert leftNothingBehind() {
        isNotNull();
        boolean clean = actual.outcome() != Outcome.HALTED
                && actual.quarantined().isEmpty()
                && actual.cleanUpFailures().isEmpty();
        return require(
                clean,
                "the deployment leaves nothing behind",
                "outcome " + actual.outcome() + ", in quarantine " + actual.quarantined() + ", not cleaned up "
                        + actual.cleanUpFailures());
    }
}
