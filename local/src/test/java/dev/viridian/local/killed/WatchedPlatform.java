package dev.viridian.local.killed;

import dev.viridian.local.LocalPlatform;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Controllers;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import java.time.Duration;

/** This machine, with a store in which its controller stops where it is to be killed, and with a clock of its own. */
record WatchedPlatform(LocalPlatform machine, StateStore state, Time time) implements Platform {
    @Override
    public String application() {
        return machine.application();
    }

    @Override
    public Environments environments() {
        return machine.environments();
    }

    @Override
    public TrafficRouter traffic() {
        return machine.traffic();
    }

    @Override
    public ArtifactStore artifacts() {
        return machine.artifacts();
    }

    @Override
    public Probes probes() {
        return machine.probes();
    }

    @Override
    public Tasks tasks() {
        return machine.tasks();
    }

    @Override
    public Controllers controllers() {
        return machine.controllers();
    }

    @Override
    public Duration pace() {
        return machine.pace();
    }

    @Override
    public void close() {
        machine.close();
    }
}
