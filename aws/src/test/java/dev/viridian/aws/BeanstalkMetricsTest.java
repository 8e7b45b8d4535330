package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.BakeCondition;
import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.aws.SimulatedAws;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;

/** What the load balancers of environments of Elastic Beanstalk count, while one is baked. */
class BeanstalkMetricsTest extends CountedBakes {
    private final BeanstalkFixture fixture = new BeanstalkFixture();
    private final SimulatedAws aws = fixture.aws();
    private final BeanstalkPlatform platform = fixture.open(BeanstalkSetup::readingMetrics);

    @Override
    BeanstalkFixture fixture() {
        return fixture;
    }

    @Override
    Platform platform() {
        return platform;
    }

    @Override
    void visit(String path) {
        aws.ask(BeanstalkFixture.CNAME, path);
    }

    @Override
    BakeCondition errorsAtMost(Platform judging, double percent, long requests) {
        return ((BeanstalkPlatform) judging).errorsAtMost(percent, requests);
    }

    private void configure(String option, String value) {
        aws.elasticBeanstalk()
                .deleteConfigurationTemplate(
                        request -> request.applicationName("shop").templateName("production"));
        aws.elasticBeanstalk()
                .createConfigurationTemplate(request -> request.applicationName("shop")
                        .templateName("production")
                        .solutionStackName("64bit Amazon Linux 2023 v4.7.4 running Corretto 21")
                        .optionSettings(ConfigurationOptionSetting.builder()
                                .namespace("aws:elasticbeanstalk:environment")
                                .optionName(option)
                                .value(value)
                                .build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "application"})
    void eitherTypeOfLoadBalancerCounts(String type) {
        configure("LoadBalancerType", type);
        EnvironmentName name = new EnvironmentName("orders-1-1");
        platform.environments()
                .create(
                        new EnvironmentSpec(name, fixture.artifacts().pin(BeanstalkFixture.version("1.0")), 1),
                        new Fence(1, "create"));
        Instant since = fixture.simulation().time().now();
        OptionalLong launching = platform.traffic().requests(name, since);
        fixture.simulation().time().sleep(Duration.ofMinutes(6));
        String endpoint = platform.environments()
                .find(name)
                .orElseThrow()
                .machines()
                .get(0)
                .host();
        for (int user = 0; user < 3; user++) {
            aws.ask(endpoint, "/");
        }
        fixture.simulation().time().sleep(Duration.ofMinutes(1));

        assertThat(launching).as("it has no load balancer yet").isEmpty();
        assertThat(platform.traffic().requests(name, since)).hasValue(3);
        assertThat(platform.traffic().requests(name, fixture.simulation().time().now()))
                .as("in whole minutes that began since")
                .hasValue(0);
    }

    @Test
    void questionsToTheUsersNameAreNotTakenForRequestsOfUsers() {
        deployTheFirst();
        EnvironmentName live = platform.traffic().observed().sole().orElseThrow();
        Instant since = fixture.simulation().time().now();
        fixture.simulation().time().sleep(Duration.ofMinutes(2));
        platform.probes().ask(http("/").probe(), platform.traffic().entry().orElseThrow(), Duration.ofSeconds(5));
        aws.ask(BeanstalkFixture.CNAME, "/");
        fixture.simulation().time().sleep(Duration.ofMinutes(1));

        assertThat(platform.traffic().observed()).isEqualTo(TrafficSplit.allTo(live));
        assertThat(platform.traffic().requests(live, since)).hasValue(1);
    }

    @Test
    void whereNobodyCouldCountThePlanIsRefused() {
        configure("LoadBalancerType", "network");
        assertThatThrownBy(() -> Deployer.on(platform).plan(version("1.0", BakeCondition.requests(1))))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("Requests are to be counted (readingMetrics)")
                .hasMessageContaining("its load balancer is a network load balancer, which counts connections")
                .hasMessageContaining("Leave readingMetrics() out");

        configure("LoadBalancerIsShared", "true");
        assertThatThrownBy(() -> Deployer.on(platform).plan(version("1.0", BakeCondition.requests(1))))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("its load balancer is shared, and counts the requests of others, too.");
    }

    @Test
    void readingThemNeedsTwoPermissionsMore() {
        deployTheFirst();
        platform.traffic()
                .requests(
                        platform.traffic().observed().sole().orElseThrow(),
                        fixture.simulation().time().now().minus(Duration.ofMinutes(5)));

        assertThat(aws.calls())
                .extracting(call -> call.call().service() + ":" + call.call().operation())
                .contains("cloudwatch:GetMetricData", "elasticbeanstalk:DescribeEnvironmentResources");
        assertThat(platform.policy().actions())
                .contains("cloudwatch:GetMetricData", "elasticbeanstalk:DescribeEnvironmentResources");
        assertThat(fixture.open().policy().actions())
                .doesNotContain("cloudwatch:GetMetricData", "elasticbeanstalk:DescribeEnvironmentResources");
    }
}
