package dev.viridian.examples.orders.aws;

import dev.viridian.testing.aws.AwsEmulator;
import dev.viridian.testing.aws.SimulatedAws;
import java.util.List;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The clients that are needed of AWS, wherever it is. */
record Aws(
        Ec2Client ec2,
        AutoScalingClient autoScaling,
        ElasticLoadBalancingV2Client loadBalancing,
        S3Client s3,
        CloudWatchClient cloudWatch)
        implements AutoCloseable {

    /** Of an emulator, with such interceptors. */
    static Aws of(AwsEmulator emulator, ExecutionInterceptor... interceptors) {
        return new Aws(
                set(emulator.client(Ec2Client.builder()), interceptors).build(),
                set(emulator.client(AutoScalingClient.builder()), interceptors).build(),
                set(emulator.client(ElasticLoadBalancingV2Client.builder()), interceptors)
                        .build(),
                set(emulator.client(S3Client.builder()), interceptors).build(),
                set(emulator.client(CloudWatchClient.builder()), interceptors).build());
    }

    private static <B extends AwsClientBuilder<B, ?> & SdkClientBuilder<B, ?>> B set(
            B builder, ExecutionInterceptor... interceptors) {
        return builder.overrideConfiguration(
                configuration -> List.of(interceptors).forEach(configuration::addExecutionInterceptor));
    }

    /** Of one in memory. */
    static Aws of(SimulatedAws aws) {
        return new Aws(aws.ec2(), aws.autoScaling(), aws.loadBalancing(), aws.s3(), aws.cloudWatch());
    }

    @Override
    public void close() {
        List.<SdkAutoCloseable>of(ec2, autoScaling, loadBalancing, s3, cloudWatch)
                .forEach(SdkAutoCloseable::close);
    }
}
