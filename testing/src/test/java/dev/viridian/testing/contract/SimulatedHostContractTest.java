package dev.viridian.testing.contract;

/** The simulated machine, as it is. */
class SimulatedHostContractTest extends HostContract {
    @Override
    protected HostUnderTest open() {
        return SimulatedHostUnderTest.sound();
    }
}
