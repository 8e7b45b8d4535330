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

    /** Each of them with {@code -Dviridian.aws.faults=each}, or every twelfth. */
    @Override
    int stride() {
        return EACH ? 1 : 12;
    }

    @Override
    int pairs() {
        return Integer.getInteger("viridian.aws.pairs", 20);
    }
}
