package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.viridian.engine.Deployer;
import dev.viridian.testing.simulation.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;

class EnvironmentBalancerTest {
    private static final EnvironmentBalancer PLAIN = EnvironmentBalancer.in("subnet-0ccc", "subnet-0ddd");

    @Test
    void eachHasTheAttributesThatWereAskedFor() {
        StrictFixture fixture = StrictFixture.byRecord(
                Simulation.of("orders").bare(),
                (zone, balancer) -> DnsRecord.cname("orders.shop.example")
                        .inZone(zone)
                        .leadingTo(balancer.attribute("idle_timeout.timeout_seconds", "300")
                                .attribute("routing.http2.enabled", "false")));

        Deployer.on(fixture.open()).deploy(RecordTrafficTest.version("1.0")).orElseThrow();

        ElasticLoadBalancingV2Client client = fixture.aws().loadBalancing();
        String live = client.describeLoadBalancers(request -> request.names("orders-1-1"))
                .loadBalancers()
                .get(0)
                .loadBalancerArn();
        assertThat(client.describeLoadBalancerAttributes(request -> request.loadBalancerArn(live))
                        .attributes())
                .extracting(LoadBalancerAttribute::key, LoadBalancerAttribute::value)
                .contains(tuple("idle_timeout.timeout_seconds", "300"), tuple("routing.http2.enabled", "false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "idle timeout", "deletion_protection.enabled"})
    void aKeyThatIsNoneToChooseIsRefused(String key) {
        assertThatThrownBy(() -> PLAIN.attribute(key, "true"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + key + "'")
                .hasMessageContaining("Expected");
    }
}
