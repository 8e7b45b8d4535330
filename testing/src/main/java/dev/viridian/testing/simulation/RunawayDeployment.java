package dev.viridian.testing.simulation;

import dev.viridian.spi.ControllerStop;

/** A deployment makes one call after the other and never ends. */
public final class RunawayDeployment extends Error implements ControllerStop {
    private static final long serialVersionUID = 1;

    RunawayDeployment(int calls, String last) {
        super("The deployment made " + calls + " calls and has not ended; it was about to " + last
                + ". Something waits without a deadline, or for something that cannot come. Give it a deadline"
                + " (`within`), or let the simulation allow more calls (`Simulation.mostCalls`).");
    }
}
