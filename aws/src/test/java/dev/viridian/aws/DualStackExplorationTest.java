package dev.viridian.aws;

import dev.viridian.testing.simulation.Simulation;

/** The same where load balancers are reached over IPv6, too, by a record of its own, and users who have nothing else. */
class DualStackExplorationTest extends DnsExplorationTest {
    @Override
    StrictFixture fixture() {
        return StrictFixture.byRecord(
                Simulation.of("orders").bare(),
                (zone, balancer) -> DnsRecord.alias("orders.shop.example")
                        .inZone(zone)
                        .leadingTo(balancer.dualStack())
                        .weighted());
    }

    @Override
    Sample sample() {
        return new Sample(30, 10);
    }
}
