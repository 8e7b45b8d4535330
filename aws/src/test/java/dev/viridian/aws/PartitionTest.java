package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.provision.SecretReference;
import dev.viridian.spi.Time;
import dev.viridian.state.MemoryStateStore;
import dev.viridian.testing.aws.AwsFault;
import dev.viridian.testing.aws.FaultInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What a policy lacks is told as its line is written where the client is: of another partition nobody finds anything. */
class PartitionTest {
    private final FaultInterceptor denying = FaultInterceptor.of(call -> Optional.of(AwsFault.DENIED));

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C in(String region, B builder) {
        return Clients.ours(builder)
                .region(Region.of(region))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(denying))
                .build();
    }

    private static void isTold(String arn, Runnable denied) {
        assertThatThrownBy(denied::run)
                .hasMessageContaining("A policy of whoever calls must allow")
                .hasMessageContaining(arn);
    }

    @ParameterizedTest
    @CsvSource({"eu-central-1, aws", "cn-north-1, aws-cn", "us-gov-west-1, aws-us-gov"})
    void aDeniedCallNamesWhatItIsOnInThePartitionOfItsRegion(String region, String partition) {
        S3Client s3 = in(region, S3Client.builder());
        CloudWatchClient metrics = in(region, CloudWatchClient.builder());
        SsmClient parameters = in(region, SsmClient.builder());
        SecretsManagerClient secrets = in(region, SecretsManagerClient.builder());

        isTold(
                "\"arn:" + partition + ":s3:::releases/orders.zip\"",
                () -> S3Head.of(s3, S3Location.parse("s3://releases/orders.zip"), Optional.empty()));
        isTold(
                "\"arn:" + partition + ":s3:::shop/orders/lease\"",
                () -> S3StateStore.in(s3, "shop", "orders").read("lease"));
        isTold(
                "\"arn:" + partition + ":s3:::shop\"",
                () -> S3StateStore.in(s3, "shop", "orders").list("journal/"));
        isTold(
                "\"arn:" + partition + ":cloudwatch:*:*:alarm:orders-5xx\"",
                () -> CloudWatchAlarm.alarm("orders-5xx").with(metrics).look());
        isTold(
                "\"arn:" + partition + ":ssm:*:*:parameter/db\"",
                () -> Parameters.of(parameters).read(new SecretReference("ssm", "/db")));
        isTold(
                "\"arn:" + partition + ":secretsmanager:*:*:secret:db-*\"",
                () -> ManagedSecrets.of(secrets).read(new SecretReference("secretsmanager", "db")));
    }

    @Test
    void whatAMachineCouldNotTellItsGroupIsToldSoOnItsConsole() {
        List<String> console = new ArrayList<>();
        Map<String, String> identity = Map.of("tag:aws:autoscaling:groupName", "orders-1-1", "instanceId", "i-1");

        new LifecycleReport(in("cn-north-1", AutoScalingClient.builder()), identity, Time.system(), console::add)
                .heartbeat();

        assertThat(console)
                .singleElement()
                .asString()
                .contains("arn:aws-cn:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/orders-1-1");
    }

    /** <a href="https://publicsuffix.org/list/">publicsuffix.org</a> lists both domains of Elastic Beanstalk. */
    @ParameterizedTest
    @CsvSource({
        "orders.eu-central-1.elasticbeanstalk.com, arn:aws:elasticbeanstalk:eu-central-1:",
        "orders.us-gov-west-1.elasticbeanstalk.com, arn:aws-us-gov:elasticbeanstalk:us-gov-west-1:",
        "orders.cn-north-1.eb.amazonaws.com.cn, arn:aws-cn:elasticbeanstalk:cn-north-1:",
        "Orders.cn-northwest-1.eb.amazonaws.com.cn., arn:aws-cn:elasticbeanstalk:cn-northwest-1:",
        "orders.elasticbeanstalk.com, arn:aws:elasticbeanstalk:*:"
    })
    void theUsersCnameSaysThePartitionAndTheRegion(String cname, String arn) {
        try (BeanstalkPlatform platform = BeanstalkPlatform.application("orders")
                .inBeanstalkApplication("shop")
                .reachedAt(cname)
                .configuredBy("production")
                .keepingStateIn(new MemoryStateStore())
                .open()) {
            assertThat(platform.policy().toString()).contains(arn);
        }
    }
}
