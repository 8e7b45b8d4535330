package dev.viridian.testing.contract;

import dev.viridian.Artifact;
import dev.viridian.spi.Platform;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;

/** The simulated platform keeps to what every platform must. */
class SimulatedPlatformContractTest extends PlatformContract {
    private static final String MISSING = "s3://releases/orders/0.0/orders.tar.gz";

    @Override
    protected Platform open() {
        return Simulation.of("orders")
                .refusesArtifact(MISSING, "there is nothing there")
                .open()
                .platform();
    }

    @Override
    protected Artifact artifact() {
        return Artifact.of("s3://releases/orders/1.1/orders.tar.gz");
    }

    @Override
    protected Artifact anotherArtifact() {
        return Artifact.of("s3://releases/orders/1.2/orders.tar.gz");
    }

    @Override
    protected Artifact missingArtifact() {
        return Artifact.of(MISSING);
    }

    @Override
    protected Duration patience() {
        return Duration.ofMinutes(5);
    }
}
