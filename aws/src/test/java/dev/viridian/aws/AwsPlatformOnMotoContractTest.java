package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
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

    static final class OnEmulator extends OnAws {
        private final MotoFixture fixture;

        OnEmulator(MotoFixture fixture) {
            super(fixture.open(), version -> fixture.artifact("orders-" + version + ".zip"));
            this.fixture = fixture;
            fixture.upload("orders-1.0.zip");
            fixture.upload("orders-1.1.zip");
            fixture.upload("orders-broken-1.2.zip");
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
            super.close();
            fixture.close();
        }
    }
}
