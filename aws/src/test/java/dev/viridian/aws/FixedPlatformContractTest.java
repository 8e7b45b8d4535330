package dev.viridian.aws;

import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import dev.viridian.testing.simulation.Simulation;

/** Environments of instances without a group, on the AWS in memory that is as strict as AWS itself. */
class FixedPlatformContractTest extends PlatformContract {
    @Override
    protected PlatformUnderTest open() {
        return new AwsPlatformContractTest.OnStrictAws(new StrictFixture(Simulation.of("orders")).withoutGroup());
    }
}
