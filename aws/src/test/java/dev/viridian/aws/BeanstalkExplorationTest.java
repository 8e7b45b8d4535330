package dev.viridian.aws;

/** The same on Elastic Beanstalk, whose operations come one at a time, and a swap of which undoes the one before. */
class BeanstalkExplorationTest extends AwsExplorationTest {
    @Override
    ExploredAws fixture() {
        return new BeanstalkFixture().copyingTheLive();
    }

    /** Each of them with {@code -Dviridian.aws.faults=each}, or every fourth. */
    @Override
    int stride() {
        return EACH ? 1 : 4;
    }
}
