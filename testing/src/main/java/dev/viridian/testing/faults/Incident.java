package dev.viridian.testing.faults;

import dev.viridian.Environment;
import dev.viridian.Machine;
import dev.viridian.testing.simulation.SimulatedWorld;
import java.util.Optional;

/** Something that happens in the world meanwhile, and that no controller did. */
public enum Incident {
    /** A machine that serves users ends. */
    LIVE_MACHINE_ENDS("a machine that is live ends", true),
    /** A machine that serves users gets sick. */
    LIVE_MACHINE_SICKENS("a machine that is live gets sick", true),
    /** A machine that no user reaches ends. */
    IDLE_MACHINE_ENDS("a machine that is not live ends", false),
    /** A machine that no user reaches gets sick. */
    IDLE_MACHINE_SICKENS("a machine that is not live gets sick", false),
    /** Somebody else brings an environment that no user reaches to a single machine. */
    IDLE_ENVIRONMENT_IS_SHRUNK("somebody else shrinks what is not live", false);

    private final String words;
    private final boolean live;

    Incident(String words, boolean live) {
        this.words = words;
        this.live = live;
    }

    void happenIn(SimulatedWorld world) {
        victim(world).ifPresent(machine -> befall(machine, world));
    }

    private void befall(Machine machine, SimulatedWorld world) {
        switch (this) {
            case LIVE_MACHINE_ENDS, IDLE_MACHINE_ENDS -> world.end(machine.id());
            case LIVE_MACHINE_SICKENS, IDLE_MACHINE_SICKENS -> world.sicken(machine.id());
            case IDLE_ENVIRONMENT_IS_SHRUNK -> world.shrinkEnvironmentOf(machine.id());
        }
    }

    private Optional<Machine> victim(SimulatedWorld world) {
        for (Environment environment : world.environments()) {
            if (world.routing().reaches(environment.name()) == live) {
                for (Machine machine : environment.machines()) {
                    if (machine.state() == Machine.State.RUNNING) {
                        return Optional.of(machine);
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return words;
    }
}
