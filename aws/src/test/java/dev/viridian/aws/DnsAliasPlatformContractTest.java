package dev.viridian.aws;

import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import dev.viridian.testing.simulation.Simulation;

/** Users are moved by an alias record of Route 53 with weights. */
class DnsAliasPlatformContractTest extends PlatformContract {
    @Override
    protected PlatformUnderTest open() {
        return new AwsPlatformContractTest.OnStrictAws(StrictFixture.byRecord(
                Simulation.of("orders"),
                (zone, balancer) -> DnsRecord.alias("orders.shop.example")
                        .inZone(zone)
                        .leadingTo(balancer)
                        .weighted()));
    }
}
