package dev.viridian.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Emulators that others wrote, in which nothing takes time. */
abstract class AwsAgreementOnEmulator extends AwsAgreementContract {
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

    AwsAgreementOnEmulator(Emulated emulated) {
        ec2 = client(() -> emulated.client(Ec2Client.builder()).build());
        autoScaling = client(() -> emulated.client(AutoScalingClient.builder()).build());
        loadBalancing = client(
                () -> emulated.client(ElasticLoadBalancingV2Client.builder()).build());
        route53 = client(() -> emulated.client(Route53Client.builder()).build());
        s3 = client(emulated::s3);
        sns = client(() -> emulated.client(SnsClient.builder()).build());
        ssm = client(() -> emulated.client(SsmClient.builder()).build());
        cloudWatch = client(() -> emulated.client(CloudWatchClient.builder()).build());
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

    @Override
    final void settle() {}
}
