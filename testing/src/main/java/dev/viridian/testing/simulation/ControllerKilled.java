package dev.viridian.testing.simulation;

import dev.viridian.spi.ControllerStop;

/** The controller died here. Thrown through all of its code, which has no effect on the world any more. */
public final class ControllerKilled extends Error implements ControllerStop {
    private static final long serialVersionUID = 1;

    ControllerKilled(String where) {
        super("The controller was killed " + where, null, false, false);
    }
}
