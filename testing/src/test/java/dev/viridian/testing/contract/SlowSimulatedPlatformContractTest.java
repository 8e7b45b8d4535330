package dev.viridian.testing.contract;

import java.time.Duration;

/** A simulated platform as a cloud may be: machines boot for a minute, the router takes a quarter of one to converge. */
class SlowSimulatedPlatformContractTest extends PlatformContract {
    @Override
    protected PlatformUnderTest open() {
        return new SimulatedPlatformUnderTest(SimulatedPlatformUnderTest.SIMULATION
                .seed(2)
                .bootTime(Duration.ofMinutes(1))
                .routerConvergesIn(Duration.ofSeconds(15))) {
            @Override
            public Duration patience() {
                return Duration.ofMinutes(5);
            }
        };
    }
}
