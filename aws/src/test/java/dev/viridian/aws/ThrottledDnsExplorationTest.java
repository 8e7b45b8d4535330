package dev.viridian.aws;

/** The same where users are moved by a record of Route 53. */
class ThrottledDnsExplorationTest extends DnsExplorationTest {
    @Override
    StrictFixture fixture() {
        StrictFixture fixture = super.fixture();
        fixture.throttle(1);
        return fixture;
    }

    /** Each of them with {@code -Dviridian.aws.faults=each}, or every fortieth. */
    @Override
    int stride() {
        return EACH ? 1 : 40;
    }

    @Override
    int pairs() {
        return Integer.getInteger("viridian.aws.pairs", 10);
    }
}
