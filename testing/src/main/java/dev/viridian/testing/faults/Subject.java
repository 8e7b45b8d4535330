package dev.viridian.testing.faults;

import dev.viridian.Deployment;
import dev.viridian.testing.simulation.Simulation;
import java.util.function.Supplier;

/**
 * What is explored.
 *
 * @param deployment makes the deployment, afresh for each scenario
 * @param simulation the world that it is made in
 */
record Subject(Supplier<Deployment> deployment, Simulation simulation) {}
