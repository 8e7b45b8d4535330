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
 */
record Subject(Supplier<Deployment> deployment, Simulation simulation, Simulation bare) {
    /** That deployment in that world. */
    static Subject of(Supplier<Deployment> deployment, Simulation simulation) {
        return new Subject(deployment, simulation, simulation.bare());
    }
}
