package dev.viridian.aws;

import dev.viridian.Artifact;
import dev.viridian.EnvironmentName;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.spi.Platform;
import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.Optional;

/** The platform against an AWS in memory that is as strict as AWS itself, in virtual time. */
class AwsPlatformContractTest extends PlatformContract {
    @Override
    protected PlatformUnderTest open() {
        return new OnStrictAws(new StrictFixture(Simulation.of("orders")));
    }

    private static final class OnStrictAws implements PlatformUnderTest {
        private final StrictFixture fixture;
        private final AwsPlatform platform;

        private OnStrictAws(StrictFixture fixture) {
            this.fixture = fixture;
            this.platform = fixture.open();
        }

        @Override
        public Platform platform() {
            return platform;
        }

        @Override
        public Artifact artifact() {
            return StrictFixture.version("1.0");
        }

        @Override
        public Artifact otherArtifact() {
            return StrictFixture.version("1.1");
        }

        @Override
        public Artifact artifactThatNeverComesUp() {
            return StrictFixture.version("broken-1.2");
        }

        @Override
        public Artifact missingArtifact() {
            return StrictFixture.version("missing-1.3");
        }

        @Override
        public Probe probe() {
            return HealthCheck.http("/health");
        }

        @Override
        public void end(EnvironmentName environment, Machine machine) {
            fixture.aws().end(machine.id().value());
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(20);
        }

        @Override
        public Optional<Platform> anotherController() {
            return Optional.of(fixture.open());
        }

        @Override
        public void close() {
            platform.close();
        }
    }
}
