package dev.viridian.testing.contract;

import dev.viridian.Artifact;
import dev.viridian.EnvironmentName;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.spi.Platform;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** A world in which nothing runs yet. */
class SimulatedPlatformUnderTest implements PlatformUnderTest {
    static final Simulation SIMULATION = Simulation.of("orders")
            .everyMachine("9.9", Fate.neverBoots())
            .refusesArtifact("s3://releases/orders-9.8.tar.gz", "there is no such object.");

    final SimulatedWorld world;
    private final Platform platform;

    SimulatedPlatformUnderTest(Simulation simulation) {
        this(simulation.open(), SimulatedWorld::platform);
    }

    /** A world that is seen through a platform of the test's. */
    SimulatedPlatformUnderTest(SimulatedWorld world, Function<SimulatedWorld, Platform> seen) {
        this.world = world;
        this.platform = seen.apply(world);
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public Artifact artifact() {
        return Artifact.of("s3://releases/orders-1.0.tar.gz");
    }

    @Override
    public Artifact otherArtifact() {
        return Artifact.of("s3://releases/orders-1.1.tar.gz");
    }

    @Override
    public Artifact artifactThatNeverComesUp() {
        return Artifact.of("s3://releases/orders-9.9.tar.gz");
    }

    @Override
    public Artifact missingArtifact() {
        return Artifact.of("s3://releases/orders-9.8.tar.gz");
    }

    @Override
    public Probe probe() {
        return HealthCheck.http("/health");
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void end(EnvironmentName environment, Machine machine) {
        world.environments().stream()
                .flatMap(each -> each.machines().stream())
                .filter(each -> each.port() == machine.port())
                .forEach(each -> world.end(each.id()));
    }

    @Override
    public Optional<Platform> anotherController() {
        return Optional.of(world.anotherController());
    }

    @Override
    public void close() {
        world.close();
    }
}
