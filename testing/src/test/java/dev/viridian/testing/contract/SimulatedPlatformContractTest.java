package dev.viridian.testing.contract;

/** The simulated platform, as it is. */
class SimulatedPlatformContractTest extends PlatformContract {
    @Override
    protected PlatformUnderTest open() {
        return new SimulatedPlatformUnderTest(SimulatedPlatformUnderTest.SIMULATION);
    }
}
