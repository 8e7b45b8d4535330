package dev.viridian.aws;

/** The same where each service takes one request a second. */
class ThrottledExplorationTest extends AwsExplorationTest {
    @Override
    ExploredAws fixture() {
        StrictFixture fixture = new StrictFixture();
        fixture.throttle(1);
        return fixture;
    }

    /** Each of them with {@code -Dviridian.aws.faults=each}, or every twenty-fourth. */
    @Override
    int stride() {
        return EACH ? 1 : 24;
    }

    @Override
    int pairs() {
        return Integer.getInteger("viridian.aws.pairs", 15);
    }
}
