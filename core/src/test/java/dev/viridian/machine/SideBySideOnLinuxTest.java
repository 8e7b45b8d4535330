package dev.viridian.machine;

import static dev.viridian.provision.ProvisioningStep.command;
import static dev.viridian.provision.ProvisioningStep.directory;
import static dev.viridian.provision.ProvisioningStep.writeFile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Artifact;
import dev.viridian.FailureResponse;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.Provisioner;
import dev.viridian.provision.Provisioning;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Steps that do not need one another and still meet: in the folder above them, and at the handler that each of them triggers. */
@EnabledOnOs(OS.LINUX)
class SideBySideOnLinuxTest {
    @TempDir
    private Path folder;

    @RepeatedTest(50)
    void doNotDisturbOneAnother() {
        LinuxHost host = LinuxHost.home(folder.resolve("home")).supervising().open();
        MachineContext machine = MachineContext.of(host, Artifact.of("file:/x.zip"), 8080);

        assertThat(Provisioner.on(machine)
                        .provision(context -> Provisioning.of("orders")
                                .sideBySide(
                                        writeFile("etc/conf/a").saying("a").triggering("tell"),
                                        writeFile("etc/conf/b").saying("b").triggering("tell"),
                                        writeFile("etc/conf/c").saying("c").triggering("tell"),
                                        directory("etc/conf/d").triggering("tell"))
                                .handler("tell", command("touch", "told"))
                                .onFailure(FailureResponse.rebuild()))
                        .failure())
                .isEmpty();
        assertThat(folder.resolve("home/told")).exists();
    }
}
