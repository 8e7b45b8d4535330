package dev.viridian.machine;

import static dev.viridian.provision.ProvisioningStep.command;
import static dev.viridian.provision.ProvisioningStep.download;
import static dev.viridian.provision.ProvisioningStep.environmentFile;
import static dev.viridian.provision.ProvisioningStep.secret;
import static dev.viridian.provision.ProvisioningStep.service;
import static dev.viridian.provision.ProvisioningStep.unpack;
import static dev.viridian.provision.ProvisioningStep.writeFile;

import dev.viridian.FailureResponse;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.provision.Provisioning;

/** A machine to be provisioned by a real process. */
public final class TestMachine implements MachineProvisioning {
    @Override
    public Provisioning define(MachineContext machine) {
        return Provisioning.of("orders")
                .step(download(machine.artifact()).to("releases"))
                .step(unpack().into("app"))
                .step(writeFile("region").saying(machine.identity().region()))
                .step(environmentFile("orders.env").set("SECRET", secret("file:secret")))
                .step(command("sh", "-c", machine.property("command")).creates("made"))
                .step(service("orders")
                        .runs("sh", "-c", "echo \"I know $SECRET\"; exec sleep 600")
                        .environmentFrom("orders.env"))
                .onFailure(FailureResponse.rebuild());
    }
}
