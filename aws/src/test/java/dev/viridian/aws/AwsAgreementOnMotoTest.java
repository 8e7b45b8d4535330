package dev.viridian.aws;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What moto 5.2.5 gets wrong is named here. */
@ExtendWith(OnMoto.class)
class AwsAgreementOnMotoTest extends AwsAgreementOnEmulator {
    AwsAgreementOnMotoTest(Moto moto) {
        super(moto);
    }

    @Test
    @Disabled("moto takes no notice of client tokens: it launches again")
    @Override
    void aTokenLaunchesOnce() {}

    @Test
    @Disabled("moto accepts it")
    @Override
    void aTagOfATargetGroupWithOtherCharactersIsRefused() {}

    @Test
    @Disabled("moto answers 500")
    @Override
    void aGroupThatIsNotThereIsRefused() {}

    @Test
    @Disabled("moto answers with EC2's own code")
    @Override
    void aGroupIsNotMadeFromATemplateThatIsNotThere() {}

    @Test
    @Disabled("moto accepts it")
    @Override
    void aSecondGroupOfANameIsRefused() {}

    @Test
    @Disabled("moto refuses a target that it does not know")
    @Override
    void deregisteringWhatWasNeverRegisteredSucceeds() {}

    @Test
    @Disabled("moto refuses the second one, of whatever settings")
    @Override
    void aTargetGroupOfEqualSettingsIsMadeOnce() {}

    @Test
    @Disabled("moto accepts it")
    @Override
    void aRecordThatIsThereIsNotCreatedAgain() {}
}
