package dev.viridian.aws;

import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;

/** Users are moved by a CNAME record of Route 53 with weights, in a zone that is found by its name. */
class DnsCnameWeightedPlatformContractTest extends PlatformContract {
    @Override
    protected PlatformUnderTest open() {
        return new AwsPlatformContractTest.OnStrictAws(StrictFixture.byRecord(
                Simulation.of("orders"),
                (zone, balancer) -> DnsRecord.cname("orders.shop.example", Duration.ofSeconds(20))
                        .inZoneNamed("shop.example")
                        .leadingTo(balancer)
                        .weighted()));
    }
}
