package dev.viridian.machine;

import static dev.viridian.provision.ProvisioningStep.download;
import static dev.viridian.provision.ProvisioningStep.unpack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Artifact;
import dev.viridian.FailureResponse;
import dev.viridian.artifact.Unpacker;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.Provisioner;
import dev.viridian.provision.Provisioning;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ReleasesOnLinuxTest {
    @TempDir
    private Path folder;

    @Test
    void goesBackToAReleaseThatWasHalfRemoved() throws IOException {
        provision("1.0");
        Path half = folder.resolve("home/app").toRealPath();
        provision("1.1");
        Files.delete(half.resolve(Unpacker.MARKER)); // as pruning does first, which was killed then
        Files.writeString(half.resolve("left-over"), "");

        provision("1.0");

        assertThat(folder.resolve("home/app/orders.jar")).hasContent("1.0");
        assertThat(folder.resolve("home/app/left-over")).doesNotExist();
    }

    private void provision(String version) throws IOException {
        Path archive = folder.resolve("orders-" + version + ".zip");
        if (!Files.exists(archive)) {
            publish(archive, version);
        }
        LinuxHost host = LinuxHost.home(folder.resolve("home")).supervising().open();
        MachineContext machine = MachineContext.of(host, Artifact.of(archive.toUri()), 8080);
        Provisioner.on(machine)
                .provision(context -> Provisioning.of("orders")
                        .step(download(context.artifact()).to("releases"))
                        .step(unpack().into("app"))
                        .onFailure(FailureResponse.rebuild()))
                .orElseThrow();
    }

    private static void publish(Path archive, String content) throws IOException {
        try (OutputStream file = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("orders.jar"));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
