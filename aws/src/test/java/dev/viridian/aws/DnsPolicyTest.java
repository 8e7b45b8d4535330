package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.testing.simulation.Simulation;
import org.junit.jupiter.api.Test;

/** The same where users are moved by a record of Route 53. */
class DnsPolicyTest extends AwsPolicyTest {
    @Override
    StrictFixture fixture() {
        return StrictFixture.byRecord(
                Simulation.of("orders").bare(),
                (zone, balancer) ->
                        DnsRecord.cname("orders.shop.example").inZone(zone).leadingTo(balancer));
    }

    @Test
    void recordsAreLimitedToTheName() {
        assertThat(policy().toString())
                .contains("\"route53:ChangeResourceRecordSetsNormalizedRecordNames\" : \"orders.shop.example\"")
                .containsPattern("arn:aws:route53:::hostedzone/Z")
                .contains("loadbalancer/app/orders-*")
                .doesNotContain("CreateRule");
    }
}
