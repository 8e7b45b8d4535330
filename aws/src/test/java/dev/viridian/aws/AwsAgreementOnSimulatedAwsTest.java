package dev.viridian.aws;

import dev.viridian.testing.aws.SimulatedAws;
import java.time.Duration;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

class AwsAgreementOnSimulatedAwsTest extends AwsAgreementContract {
    private final SimulatedAws aws = SimulatedAws.create();

    @Override
    Ec2Client ec2() {
        return aws.ec2();
    }

    @Override
    AutoScalingClient autoScaling() {
        return aws.autoScaling();
    }

    @Override
    ElasticLoadBalancingV2Client loadBalancing() {
        return aws.loadBalancing();
    }

    @Override
    Route53Client route53() {
        return aws.route53();
    }

    @Override
    S3Client s3() {
        return aws.s3();
    }

    @Override
    SnsClient sns() {
        return aws.sns();
    }

    @Override
    SsmClient ssm() {
        return aws.ssm();
    }

    @Override
    CloudWatchClient cloudWatch() {
        return aws.cloudWatch();
    }

    @Override
    String image() {
        return aws.image();
    }

    @Override
    void settle() {
        aws.time().sleep(Duration.ofMinutes(10));
    }
}
