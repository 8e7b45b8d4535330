package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.state.MemoryStateStore;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;

/** The same where users are moved by a record of Route 53. */
class DnsPolicyTest extends AwsPolicyTest {
    @Override
    StrictFixture fixture() {
        return StrictFixture.byRecord(
                Simulation.of("orders").bare(),
                (zone, balancer) -> DnsRecord.cname("orders.shop.example")
                        .inZone(zone)
                        .leadingTo(balancer.attribute("idle_timeout.timeout_seconds", "300")));
    }

    @Test
    void attributesOfLoadBalancersNeedNothingWhereNoneIsAskedFor() {
        assertThat(policy().actions()).contains("elasticloadbalancing:ModifyLoadBalancerAttributes");
        assertThat(policyIn(AwsClients.standard())).doesNotContain("ModifyLoadBalancerAttributes");
    }

    @Test
    void recordsAreLimitedToTheName() {
        assertThat(policy().toString())
                .contains("\"route53:ChangeResourceRecordSetsNormalizedRecordNames\" : \"orders.shop.example\"")
                .containsPattern("arn:aws:route53:::hostedzone/Z")
                .contains("loadbalancer/app/orders-*")
                .doesNotContain("CreateRule");
    }

    private static String policyIn(AwsClients clients) {
        try (AwsPlatform platform = AwsPlatform.application("orders")
                .behind(DnsRecord.alias("orders.shop.example")
                        .inZone("Z0123456789ABCDEFGHIJ")
                        .leadingTo(EnvironmentBalancer.in("subnet-0ccc", "subnet-0ddd")))
                .launching("lt-0123456789abcdef0", 7)
                .in("subnet-0aaa")
                .listeningOn(8080)
                .keepingStateIn(new MemoryStateStore())
                .calling(clients)
                .keepingFailed(1, Duration.ofHours(1))
                .askingFailedMachines()
                .open()) {
            return platform.policy().toString();
        }
    }

    /** Nobody finds a role that was given an ARN of another partition. */
    @ParameterizedTest
    @CsvSource({"us-gov-west-1, aws-us-gov", "cn-north-1, aws-cn", "eu-central-1, aws"})
    void arnsBeginAsThoseOfTheRegion(String region, String partition) {
        Matcher arns = Pattern.compile("arn:([a-z-]*):")
                .matcher(policyIn(AwsClients.standard().region(Region.of(region))));

        assertThat(arns.results().map(arn -> arn.group(1)))
                .hasSizeGreaterThan(10)
                .containsOnly(partition);
    }

    @Test
    void whereNobodySaysTheRegionTheyBeginAsInMost() {
        assertThat(policyIn(AwsClients.standard())).contains("arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ");
    }
}
