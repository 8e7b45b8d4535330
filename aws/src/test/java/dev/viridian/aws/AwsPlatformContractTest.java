package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.spi.Platform;
import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.Optional;

/** The platform against an AWS in memory that is as strict as AWS itself, in virtual time, with what can be asked for besides; plainly it is against moto. */
class AwsPlatformContractTest extends PlatformContract {
    @Override
    protected PlatformUnderTest open() {
        return new OnStrictAws(new StrictFixture(Simulation.of("orders")));
    }

    static final class OnStrictAws extends OnAws {
        private final StrictFixture fixture;

        OnStrictAws(StrictFixture fixture) {
            super(
                    fixture.open(setup -> setup.readingMetrics().keepingFailed(2, Duration.ofHours(1))),
                    StrictFixture::version);
            this.fixture = fixture;
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
    }
}
