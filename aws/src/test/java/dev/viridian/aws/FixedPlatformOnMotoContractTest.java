package dev.viridian.aws;

import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Environments of instances without a group, on an emulator that others wrote. It takes no notice of client tokens: what is launched a second time is ended again. */
@ExtendWith(OnMoto.class)
class FixedPlatformOnMotoContractTest extends PlatformContract {
    private final Moto moto;

    FixedPlatformOnMotoContractTest(Moto moto) {
        this.moto = moto;
    }

    @Override
    protected PlatformUnderTest open() {
        return new AwsPlatformOnMotoContractTest.OnEmulator(new MotoFixture(moto).withoutGroup());
    }

    @Test
    @Disabled("moto holds every target to be healthy at once")
    @Override
    public void aMachineThatNeverComesUpDoesNotStayRunning() {}
}
