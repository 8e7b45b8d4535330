package dev.viridian.aws;

/** The same where users are moved by a record of Route 53. */
class ThrottledDnsExplorationTest extends DnsExplorationTest {
    @Override
    StrictFixture fixture() {
        StrictFixture fixture = super.fixture();
        fixture.throttle(1);
        return fixture;
    }

    @Override
    Sample sample() {
        return new Sample(40, 10);
    }
}
