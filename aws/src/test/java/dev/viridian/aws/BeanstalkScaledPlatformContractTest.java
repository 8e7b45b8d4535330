package dev.viridian.aws;

/** The same, where what is live is scaled by load. */
class BeanstalkScaledPlatformContractTest extends BeanstalkPlatformContractTest {
    @Override
    BeanstalkFixture fixture() {
        return super.fixture().scaled();
    }
}
