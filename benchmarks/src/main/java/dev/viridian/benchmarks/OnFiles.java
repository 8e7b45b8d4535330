package dev.viridian.benchmarks;

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

/** A platform whose state is kept elsewhere. */
record OnFiles(Platform platform, StateStore state) implements Platform {
    @Override
    public String application() {
        return platform.application();
    }

    @Override
    public Environments environments() {
        return platform.environments();
    }

    @Override
    public TrafficRouter traffic() {
        return platform.traffic();
    }

    @Override
    public ArtifactStore artifacts() {
        return platform.artifacts();
    }

    @Override
    public Probes probes() {
        return platform.probes();
    }

    @Override
    public Time time() {
        return platform.time();
    }

    @Override
    public Tasks tasks() {
        return platform.tasks();
    }

    @Override
    public Controllers controllers() {
        return platform.controllers();
    }

    @Override
    public Duration pace() {
        return platform.pace();
    }

    @Override
    public void close() {
        platform.close();
    }
}
