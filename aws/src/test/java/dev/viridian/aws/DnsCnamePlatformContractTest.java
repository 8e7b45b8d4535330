package dev.viridian.aws;

import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import dev.viridian.testing.simulation.Simulation;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Users are moved by a CNAME record of Route 53 that leads to one environment. */
class DnsCnamePlatformContractTest extends PlatformContract {
    @Override
    protected PlatformUnderTest open() {
        return new AwsPlatformContractTest.OnStrictAws(StrictFixture.byRecord(
                Simulation.of("orders"),
                (zone, balancer) ->
                        DnsRecord.cname("orders.shop.example").inZone(zone).leadingTo(balancer)));
    }

    @Test
    @Disabled("a record without weights leads to one environment alone")
    @Override
    public void trafficIsSplitByWeight() {}
}
