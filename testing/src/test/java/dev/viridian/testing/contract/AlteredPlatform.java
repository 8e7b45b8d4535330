package dev.viridian.testing.contract;

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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A platform of which parts are replaced by others. */
final class AlteredPlatform implements Platform {
    final Platform real;
    private Environments environments;
    private TrafficRouter traffic;
    private StateStore state;
    private ArtifactStore artifacts;
    private Probes probes;
    private Time time;
    private Tasks tasks;
    private Controllers controllers;
    private Duration pace;
    private Consumer<Platform> closing = Platform::close;

    AlteredPlatform(Platform real) {
        this.real = real;
        this.environments = real.environments();
        this.traffic = real.traffic();
        this.state = real.state();
        this.artifacts = real.artifacts();
        this.probes = real.probes();
        this.time = real.time();
        this.tasks = real.tasks();
        this.controllers = real.controllers();
        this.pace = real.pace();
    }

    AlteredPlatform environments(UnaryOperator<Environments> change) {
        environments = change.apply(environments);
        return this;
    }

    AlteredPlatform traffic(UnaryOperator<TrafficRouter> change) {
        traffic = change.apply(traffic);
        return this;
    }

    AlteredPlatform state(UnaryOperator<StateStore> change) {
        state = change.apply(state);
        return this;
    }

    AlteredPlatform artifacts(UnaryOperator<ArtifactStore> change) {
        artifacts = change.apply(artifacts);
        return this;
    }

    AlteredPlatform probes(UnaryOperator<Probes> change) {
        probes = change.apply(probes);
        return this;
    }

    AlteredPlatform time(UnaryOperator<Time> change) {
        time = change.apply(time);
        return this;
    }

    AlteredPlatform tasks(UnaryOperator<Tasks> change) {
        tasks = change.apply(tasks);
        return this;
    }

    AlteredPlatform controllers(UnaryOperator<Controllers> change) {
        controllers = change.apply(controllers);
        return this;
    }

    AlteredPlatform pace(Duration other) {
        pace = other;
        return this;
    }

    AlteredPlatform closing(Consumer<Platform> other) {
        closing = other;
        return this;
    }

    /** Between a look and what is done about it. */
    void hesitate() {
        real.time().sleep(Duration.ofMillis(1));
    }

    @Override
    public String application() {
        return real.application();
    }

    @Override
    public Environments environments() {
        return environments;
    }

    @Override
    public TrafficRouter traffic() {
        return traffic;
    }

    @Override
    public StateStore state() {
        return state;
    }

    @Override
    public ArtifactStore artifacts() {
        return artifacts;
    }

    @Override
    public Probes probes() {
        return probes;
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public Tasks tasks() {
        return tasks;
    }

    @Override
    public Controllers controllers() {
        return controllers;
    }

    @Override
    public Duration pace() {
        return pace;
    }

    @Override
    public void close() {
        closing.accept(real);
    }
}
