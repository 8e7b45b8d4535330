package dev.viridian.aws;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What LocalStack 4.14.0 gets wrong is named here. Its community edition has no load balancers and no Auto Scaling. */
@ExtendWith(OnEmulator.class)
class AwsAgreementOnLocalStackTest extends AwsAgreementOnEmulator {
    AwsAgreementOnLocalStackTest(Emulated emulated) {
        super(emulated);
        assumeFalse(emulated instanceof Moto, "LocalStack is not there; AwsAgreementOnMotoTest asks moto the same");
    }

    @Override
    AutoScalingClient autoScaling() {
        return abort("LocalStack's community edition has no Auto Scaling; moto is asked");
    }

    @Override
    ElasticLoadBalancingV2Client loadBalancing() {
        return abort("LocalStack's community edition has no load balancers; moto is asked");
    }

    @Override
    SsmClient ssm() {
        return abort("LocalStack tells EventBridge of each parameter, which its smaller images lack; moto is asked");
    }

    @Test
    @Disabled("LocalStack's community edition has no Auto Scaling")
    @Override
    void aGroupIsNotMadeFromATemplateThatIsNotThere() {}

    @Test
    @Disabled("LocalStack's community edition has no load balancers")
    @Override
    void aNameThatIsTooLongIsRefused() {}

    @Test
    @Disabled("LocalStack's instances are those of moto, which takes no notice of client tokens")
    @Override
    void aTokenLaunchesOnce() {}

    @Test
    @Disabled("LocalStack gives instances of a launch template a type of its own, whatever the template says")
    @Override
    void instancesOfALaunchTemplateBearTheTagsOfTheCallAndAreWhereItSays() {}

    @Test
    @Disabled("LocalStack accepts it")
    @Override
    void aRecordThatIsThereIsNotCreatedAgain() {}
}
