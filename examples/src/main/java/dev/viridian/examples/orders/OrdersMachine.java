package dev.viridian.examples.orders;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.provision.ProvisioningStep.directory;
import static dev.viridian.provision.ProvisioningStep.download;
import static dev.viridian.provision.ProvisioningStep.environmentFile;
import static dev.viridian.provision.ProvisioningStep.jvmOptions;
import static dev.viridian.provision.ProvisioningStep.restart;
import static dev.viridian.provision.ProvisioningStep.secret;
import static dev.viridian.provision.ProvisioningStep.service;
import static dev.viridian.provision.ProvisioningStep.unpack;

import dev.viridian.Failure.DiskFull;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.provision.Provisioning;
import java.time.Duration;

/** What makes a machine one of the orders service. */
public final class OrdersMachine implements MachineProvisioning {
    private static final String SERVER = "dev.viridian.examples.orders.service.OrdersService";

    /** As the service sees it: {@code app} is a link to a folder in {@code releases}, and what is above that is asked for. */
    private static final String OPTIONS = "../../jvm.options";

    @Override
    public Provisioning define(MachineContext machine) {
        return Provisioning.of("orders")
                .step(directory("data").mode("0750"))
                .step(download(machine.artifact()).to("releases"))
                .step(unpack().into("app"))
                .step(environmentFile("orders.env")
                        .set("PORT", String.valueOf(machine.port()))
                        .set("DB_ADDRESS", machine.property("db.address"))
                        .set("DB_PASSWORD", secret(machine.property("db.password")))
                        .triggering("restart"))
                .step(jvmOptions("jvm.options")
                        .add("-Xmx64m")
                        .add("-Dregion=" + machine.identity().region())
                        .triggering("restart"))
                .step(service("orders")
                        .runs("java", "@" + OPTIONS, "-cp", "lib/*", SERVER)
                        .in("app")
                        .environmentFrom("orders.env"))
                .handler("restart", restart("orders"))
                .verify(http("/health").consecutively(3).within(Duration.ofMinutes(1)))
                .onFailure(when(
                                DiskFull.class,
                                remedy("remove old releases", failure -> OldReleases.remove(machine.host())))
                        .then(retry(2))
                        .then(rebuild()));
    }
}
