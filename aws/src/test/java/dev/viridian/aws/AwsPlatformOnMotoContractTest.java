package dev.viridian.aws;

import dev.viridian.Artifact;
import dev.viridian.EnvironmentName;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.spi.Platform;
import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import java.util.Optional;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The platform against an emulator that others wrote: it shows that what is asked of AWS is well formed and does what is meant by it. moto holds every machine to be up
 * and healthy at once; how they come up is held against the strict AWS in memory.
 */
@ExtendWith(OnMoto.class)
class AwsPlatformOnMotoContractTest extends PlatformContract {
    private final Moto moto;

    AwsPlatformOnMotoContractTest(Moto moto) {
        this.moto = moto;
    }

    @Override
    protected PlatformUnderTest open() {
        return new OnEmulator(new MotoFixture(moto));
    }

    @Test
    @Disabled("moto holds every target to be healthy at once")
    @Override
    public void aMachineThatNeverComesUpDoesNotStayRunning() {}

    private static final class OnEmulator implements PlatformUnderTest {
        private final MotoFixture fixture;
        private final Artifact artifact;
        private final Artifact other;
        private final Artifact broken;
        private final AwsPlatform platform;

        private OnEmulator(MotoFixture fixture) {
            this.fixture = fixture;
            this.artifact = fixture.upload("orders-1.0.zip");
            this.other = fixture.upload("orders-1.1.zip");
            this.broken = fixture.upload("broken-1.2.zip");
            this.platform = fixture.open();
        }

        @Override
        public Platform platform() {
            return platform;
        }

        @Override
        public Artifact artifact() {
            return artifact;
        }

        @Override
        public Artifact otherArtifact() {
            return other;
        }

        @Override
        public Artifact artifactThatNeverComesUp() {
            return broken;
        }

        @Override
        public Artifact missingArtifact() {
            return fixture.artifact("missing-1.3.zip");
        }

        @Override
        public Probe probe() {
            return HealthCheck.http("/health");
        }

        @Override
        public void end(EnvironmentName environment, Machine machine) {
            fixture.account()
                    .ec2()
                    .terminateInstances(
                            request -> request.instanceIds(machine.id().value()));
        }

        @Override
        public Optional<Platform> anotherController() {
            return Optional.of(fixture.open());
        }

        @Override
        public void close() {
            platform.close();
            fixture.close();
        }
    }
}
