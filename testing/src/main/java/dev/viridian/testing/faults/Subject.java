package dev.viridian.testing.faults;

import dev.viridian.Deployment;
import dev.viridian.testing.simulation.Simulation;
import java.util.function.Supplier;

/**
 * What is explored.
 *
 * @param deployment makes the deployment, afresh for each scenario
 * @param simulation the world that it is made in
 * @param bare the same without anything written down; described once for all of the scenarios
 * @param back whether it is gone back from what is live, instead of deployed
 * @param remembersNothing whether what is made is always the same, and code of its own remembers nothing from one scenario to the next
 */
record Subject(
        Supplier<Deployment> deployment,
        Simulation simulation,
        Simulation bare,
        boolean back,
        boolean remembersNothing) {
    /** That deployment in that world, or the way back from what is live there. */
    static Subject of(Supplier<Deployment> deployment, Simulation simulation, boolean back, boolean remembersNothing) {
        return new Subject(deployment, simulation, simulation.bare(), back, remembersNothing);
    }
}
