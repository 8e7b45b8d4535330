package dev.viridian.aws;

import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import dev.viridian.testing.simulation.Simulation;

/** Environments of instances without a group, each with a load balancer of its own, to which a record of Route 53 leads. */
class FixedByRecordPlatformContractTest extends PlatformContract {
    @Override
    protected PlatformUnderTest open() {
        return new AwsPlatformContractTest.OnStrictAws(StrictFixture.byRecord(
                        Simulation.of("orders"),
                        (zone, balancer) -> DnsRecord.alias("orders.shop.example")
                                .inZone(zone)
                                .leadingTo(balancer)
                                .weighted())
                .withoutGroup());
    }
}
