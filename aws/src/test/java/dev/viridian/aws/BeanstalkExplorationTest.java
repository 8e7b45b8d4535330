package dev.viridian.aws;

import static dev.viridian.BakeCondition.requests;

import dev.viridian.Deployment;
import java.time.Duration;

/** The same on Elastic Beanstalk, whose operations come one at a time, and a swap of which undoes the one before. */
class BeanstalkExplorationTest extends AwsExplorationTest {
    @Override
    ExploredAws fixture() {
        return new BeanstalkFixture().copyingTheLive().readingMetrics().scaled();
    }

    /** Users come all the time, and are counted a few times. */
    @Override
    Deployment explored(Deployment deployment) {
        return deployment.bake(Duration.ofMinutes(4), requests(1));
    }
}
