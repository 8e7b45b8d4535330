package dev.viridian.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** What moto 5.2.5 gets wrong is named here. */
@ExtendWith(OnMoto.class)
class AwsAgreementOnMotoTest extends AwsAgreementContract {
    private final List<SdkAutoCloseable> opened = new ArrayList<>();
    private final Lazy<Ec2Client> ec2;
    private final Lazy<AutoScalingClient> autoScaling;
    private final Lazy<ElasticLoadBalancingV2Client> loadBalancing;
    private final Lazy<Route53Client> route53;
    private final Lazy<S3Client> s3;
    private final Lazy<SnsClient> sns;
    private final Lazy<SsmClient> ssm;
    private final Lazy<CloudWatchClient> cloudWatch;
    private final Lazy<String> image;

    AwsAgreementOnMotoTest(Moto moto) {
        ec2 = client(() -> moto.client(Ec2Client.builder()).build());
        autoScaling = client(() -> moto.client(AutoScalingClient.builder()).build());
        loadBalancing =
                client(() -> moto.client(ElasticLoadBalancingV2Client.builder()).build());
        route53 = client(() -> moto.client(Route53Client.builder()).build());
        s3 = client(moto::s3);
        sns = client(() -> moto.client(SnsClient.builder()).build());
        ssm = client(() -> moto.client(SsmClient.builder()).build());
        cloudWatch = client(() -> moto.client(CloudWatchClient.builder()).build());
        image = new Lazy<>(() -> ec2().registerImage(
                        request -> request.name(UUID.randomUUID().toString()).rootDeviceName("/dev/xvda"))
                .imageId());
    }

    private static final class Lazy<T> {
        private final Supplier<T> maker;
        private T made;

        private Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        private T get() {
            if (made == null) {
                made = maker.get();
            }
            return made;
        }
    }

    private <C extends SdkAutoCloseable> Lazy<C> client(Supplier<C> maker) {
        return new Lazy<>(() -> {
            C client = maker.get();
            opened.add(client);
            return client;
        });
    }

    @AfterEach
    void close() {
        opened.forEach(SdkAutoCloseable::close);
    }

    @Override
    Ec2Client ec2() {
        return ec2.get();
    }

    @Override
    AutoScalingClient autoScaling() {
        return autoScaling.get();
    }

    @Override
    ElasticLoadBalancingV2Client loadBalancing() {
        return loadBalancing.get();
    }

    @Override
    Route53Client route53() {
        return route53.get();
    }

    @Override
    S3Client s3() {
        return s3.get();
    }

    @Override
    SnsClient sns() {
        return sns.get();
    }

    @Override
    SsmClient ssm() {
        return ssm.get();
    }

    @Override
    CloudWatchClient cloudWatch() {
        return cloudWatch.get();
    }

    @Override
    String image() {
        return image.get();
    }

    /** In moto nothing takes time. */
    @Override
    void settle() {}

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
