package dev.viridian.aws;

import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users are moved by a record of Route 53, on an emulator that others wrote. Its name servers know each change at once. */
@ExtendWith(OnMoto.class)
class DnsPlatformOnMotoContractTest extends PlatformContract {
    private final Moto moto;

    DnsPlatformOnMotoContractTest(Moto moto) {
        this.moto = moto;
    }

    @Override
    protected PlatformUnderTest open() {
        return new AwsPlatformOnMotoContractTest.OnEmulator(MotoFixture.byRecord(moto));
    }

    @Test
    @Disabled("moto holds every target to be healthy at once")
    @Override
    public void aMachineThatNeverComesUpDoesNotStayRunning() {}
}
