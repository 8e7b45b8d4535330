package dev.viridian.testing.simulation;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.provision.ProvisioningStep.download;
import static dev.viridian.provision.ProvisioningStep.service;
import static dev.viridian.provision.ProvisioningStep.unpack;
import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Artifact;
import dev.viridian.Deployment;
import dev.viridian.HealthCheck;
import dev.viridian.engine.Deployer;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.provision.Provisioner;
import dev.viridian.provision.Provisioning;
import dev.viridian.provision.ProvisioningResult;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.host.HostSimulation;
import dev.viridian.testing.host.ServiceScript;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A deployment whose machines are provisioned by a class, both in the simulation. */
class ProvisionedFateTest {
    private static final String ARTIFACT = "s3://releases/orders/1.4/orders-1.4.tar.gz";
    private static final HostSimulation MACHINE =
            HostSimulation.of("orders-1").artifact(ARTIFACT, Map.of("lib/orders.jar", "classes"));
    private static final MachineProvisioning ORDERS = machine -> Provisioning.of("orders")
            .step(download(machine.artifact()).to("releases"))
            .step(unpack().into("app"))
            .step(service("orders").runs("java", "-jar", "app/lib/orders.jar"))
            .onFailure(rebuild());
    private static final Deployment DEPLOYMENT = Deployment.blueGreen()
            .artifact(ARTIFACT)
            .healthCheck(HealthCheck.http("/health").within(Duration.ofMinutes(5)));

    @Test
    void rebuildsTheMachineWhoseProvisioningFailed() {
        Fate failed = Fate.of(provisioned(MACHINE.service("orders", ServiceScript.fails("no licence"))));
        Fate ready = Fate.of(provisioned(MACHINE));
        SimulatedWorld world = Simulation.of("orders")
                .live("1.3", 2)
                .everyMachine("1.4", ready)
                .machine("1.4", 1, failed)
                .open();

        DeploymentResult result = deploy(world);

        assertThat(result).isDeployed().isLive("1.4").leftNothingBehind();
        assertThat(result.timeline())
                .contains("its provisioning failed: step 'service orders'", "no licence", "rebuild machine");
        assertThat(world).trafficNeverDropped();
    }

    @Test
    void goesBackWhereNoMachineCanBeProvisioned() {
        Fate failed = Fate.of(provisioned(MACHINE.service("orders", ServiceScript.fails("no licence"))));
        SimulatedWorld world = Simulation.of("orders")
                .live("1.3", 2)
                .everyMachine("1.4", failed)
                .open();

        assertThat(deploy(world)).isRolledBack().because("no licence");
        assertThat(world).isLive("1.3").trafficNeverDropped();
    }

    private static ProvisioningResult provisioned(HostSimulation machine) {
        return Provisioner.on(machine.context(machine.open(), Artifact.of(ARTIFACT), 8080))
                .provision(ORDERS);
    }

    private static DeploymentResult deploy(SimulatedWorld world) {
        world.hold(DEPLOYMENT);
        return Deployer.on(world.platform()).as("the test").deploy(DEPLOYMENT);
    }
}
