package dev.viridian.aws;

import dev.viridian.testing.simulation.Simulation;

/** The same where users are moved by a record of Route 53, and keep what they looked up. */
class DnsExplorationTest extends AwsExplorationTest {
    @Override
    StrictFixture fixture() {
        return StrictFixture.byRecord(
                Simulation.of("orders").bare(),
                (zone, balancer) ->
                        DnsRecord.alias("orders.shop.example").inZone(zone).leadingTo(balancer));
    }

    @Override
    Sample sample() {
        return new Sample(12, 20);
    }
}
