package dev.viridian.aws;

import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;

/** The same where environments are instances without a group, and users are moved by a CNAME record of Route 53. */
class FixedByRecordExplorationTest extends DnsExplorationTest {
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

    @Override
    StrictFixture fixture() {
        return StrictFixture.byRecord(
                        Simulation.of("orders").bare(),
                        (zone, balancer) -> DnsRecord.cname("orders.shop.example", TIME_TO_LIVE)
                                .inZone(zone)
                                .leadingTo(balancer)
                                .weighted())
                .withoutGroup();
    }

    @Override
    Sample sample() {
        return new Sample(30, 10);
    }
}
