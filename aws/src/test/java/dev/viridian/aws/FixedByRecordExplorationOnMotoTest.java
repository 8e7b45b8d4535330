package dev.viridian.aws;

import dev.viridian.testing.aws.FaultInterceptor;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same where environments are instances without a group, and users are moved by a record of Route 53. */
@ExtendWith(OnMoto.class)
class FixedByRecordExplorationOnMotoTest extends ExplorationOnMotoTest {
    FixedByRecordExplorationOnMotoTest(Moto moto) {
        super(moto);
    }

    @Override
    MotoFixture fixture(Moto emulator, FaultInterceptor faults) {
        return MotoFixture.byRecord(emulator, faults).withoutGroup();
    }
}
