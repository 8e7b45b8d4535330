package dev.viridian.aws;

/** The same where environments are instances without a group. */
class FixedExplorationTest extends AwsExplorationTest {
    @Override
    StrictFixture fixture() {
        return new StrictFixture().withoutGroup();
    }
}
