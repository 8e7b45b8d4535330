package dev.viridian.testing.assertions;

import dev.viridian.plan.Plan;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.faults.Exploration;
import dev.viridian.testing.simulation.SimulatedWorld;

/**
 * Where assertions on what Viridian hands out begin.
 *
 * <pre>{@code
 * assertThat(result).isRolledBack().failedBecause("Database \"ordres\" not found").leftNothingBehind();
 * assertThat(world).neverDroppedTraffic().servesVersion("1.2").brokeNoRule();
 * }</pre>
 */
public final class ViridianAssertions {
    private ViridianAssertions() {}

    /** On how a deployment ended: {@code assertThat(result).isDeployed()} fails, with the timeline, where it was rolled back. */
    public static DeploymentResultAssert assertThat(DeploymentResult result) {
        return new DeploymentResultAssert(result);
    }

    /** On a plan: {@code assertThat(plan).needsAtMostMachines(8)} fails, with the plan, where 9 are there at the same time. */
    public static PlanAssert assertThat(Plan plan) {
        return new PlanAssert(plan);
    }

    /** On a world: {@code assertThat(world).servesVersion("1.3")} fails, with the calls, where 1.2 is live. */
    public static SimulatedWorldAssert assertThat(SimulatedWorld world) {
        return new SimulatedWorldAssert(world);
    }

    /** On an exploration: {@code assertThat(exploration).holdsEveryRule()} fails, with the smallest finding, where one was broken. */
    public static ExplorationAssert assertThat(Exploration exploration) {
        return new ExplorationAssert(exploration);
    }
}
