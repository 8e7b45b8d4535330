package dev.viridian.testing.simulation;

/** Something that will happen in a world by itself. It is told in which one, and holds nothing of it, so that it happens in a copy, too. */
@FunctionalInterface
interface Due {
    void happenIn(SimulatedWorld world);
}
