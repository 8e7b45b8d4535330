package dev.viridian.testing.simulation;

import dev.viridian.spi.Controllers;

/** The controllers of a world: each of them can see which others were killed. */
record ControllersPort(SimulatedWorld world, int number) implements Controllers {
    private static final String NAME = "controller ";

    @Override
    public String present() {
        return NAME + number;
    }

    @Override
    public boolean isDead(String controller) {
        for (int other = 1; other <= world.controllers(); other++) {
            if (world.isDead(other) && controller.equals(NAME + other)) {
                return true;
            }
        }
        return false;
    }
}
