package dev.viridian.local;

import static dev.viridian.HealthCheck.tcp;
import static dev.viridian.provision.ProvisioningStep.command;
import static dev.viridian.provision.ProvisioningStep.download;
import static dev.viridian.provision.ProvisioningStep.service;
import static dev.viridian.provision.ProvisioningStep.unpack;
import static dev.viridian.provision.ProvisioningStep.writeFile;

import dev.viridian.FailureResponse;
import dev.viridian.local.application.TestApplication;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.provision.Provisioning;
import java.nio.file.Path;

/** A machine of the test application; whether it comes to be one is for a command to say that each test gives. */
public final class TestMachine implements MachineProvisioning {
    /** As the program that provisions a machine makes it. */
    public TestMachine() {}

    @Override
    public Provisioning define(MachineContext machine) {
        return Provisioning.of("orders")
                .step(download(machine.artifact()).to("releases"))
                .step(unpack().into("app"))
                .step(writeFile("who")
                        .saying(machine.identity().machine() + " in "
                                + machine.identity().region()))
                .step(command("sh", "-c", machine.property("command")))
                .step(service("orders")
                        .runs(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-cp",
                                ".",
                                TestApplication.class.getName())
                        .in("app")
                        .environment("PORT", String.valueOf(machine.port())))
                .verify(tcp(machine.port()).accepts())
                .onFailure(FailureResponse.rebuild());
    }
}
