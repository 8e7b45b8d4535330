package dev.viridian.aws;

/** The same where each service takes one request a second. */
class ThrottledExplorationTest extends AwsExplorationTest {
    @Override
    ExploredAws fixture() {
        StrictFixture fixture = new StrictFixture();
        fixture.throttle(1);
        return fixture;
    }

    @Override
    Sample sample() {
        return new Sample(24, 15);
    }
}
