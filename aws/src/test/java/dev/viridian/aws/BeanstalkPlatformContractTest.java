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
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Environments of Elastic Beanstalk, and users who are moved by a swap of CNAMEs, on the strict AWS in memory. */
class BeanstalkPlatformContractTest extends PlatformContract {
    @Override
    protected PlatformUnderTest open() {
        return new OnBeanstalk(fixture());
    }

    BeanstalkFixture fixture() {
        return new BeanstalkFixture(Simulation.of("orders")).readingMetrics();
    }

    @Test
    @Disabled("a CNAME leads to one environment alone")
    @Override
    public void trafficIsSplitByWeight() {}

    private static final class OnBeanstalk implements PlatformUnderTest {
        private final BeanstalkFixture fixture;
        private final BeanstalkPlatform platform;

        private OnBeanstalk(BeanstalkFixture fixture) {
            this.fixture = fixture;
            this.platform = fixture.open();
        }

        @Override
        public Platform platform() {
            return platform;
        }

        @Override
        public Artifact artifact() {
            return BeanstalkFixture.version("1.0");
        }

        @Override
        public Artifact otherArtifact() {
            return BeanstalkFixture.version("1.1");
        }

        @Override
        public Artifact artifactThatNeverComesUp() {
            return BeanstalkFixture.version("broken-1.2");
        }

        @Override
        public Artifact missingArtifact() {
            return BeanstalkFixture.version("missing-1.3");
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
            return Duration.ofMinutes(30);
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
