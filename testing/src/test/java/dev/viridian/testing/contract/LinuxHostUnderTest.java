package dev.viridian.testing.contract;

import dev.viridian.Artifact;
import dev.viridian.machine.LinuxHost;
import dev.viridian.provision.Command;
import dev.viridian.provision.Host;
import dev.viridian.provision.PackageName;
import dev.viridian.provision.SecretReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A real Linux to be held to the contract of hosts.
 *
 * @param linux the host
 * @param folder a folder outside of its system, for artifacts
 * @param mayChangeAccounts whether its system is there to be thrown away
 */
record LinuxHostUnderTest(LinuxHost linux, Path folder, boolean mayChangeAccounts) implements HostUnderTest {
    static LinuxHostUnderTest of(LinuxHost linux, Path folder, boolean mayChangeAccounts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("orders.jar"));
            zip.write("classes".getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve("orders-1.4.2.zip"), bytes.toByteArray());
        return new LinuxHostUnderTest(linux, folder, mayChangeAccounts);
    }

    @Override
    public Host host() {
        return linux;
    }

    @Override
    public String elsewhere() {
        return mayChangeAccounts ? "/srv/elsewhere" : folder + "/elsewhere";
    }

    @Override
    public Artifact artifact() {
        return Artifact.of(folder.resolve("orders-1.4.2.zip").toUri().toString());
    }

    @Override
    public String fileOfArtifact() {
        return "orders.jar";
    }

    @Override
    public Artifact missingArtifact() {
        return Artifact.of(folder.resolve("orders-9.9.9.zip").toUri().toString());
    }

    @Override
    public SecretReference secret() {
        linux.files()
                .write(
                        elsewhere() + "/secret",
                        (valueOfSecret() + "\n").getBytes(StandardCharsets.UTF_8),
                        dev.viridian.provision.FileAccess.FILE.mode("0600"));
        return new SecretReference("file", elsewhere() + "/secret");
    }

    @Override
    public String valueOfSecret() {
        return "correct horse";
    }

    @Override
    public Command failingCommand() {
        return Command.of("sh", "-c", "echo out; echo trouble >&2; exit 3");
    }

    @Override
    public Command endlessCommand() {
        return Command.of("sh", "-c", "echo begun; sleep 3600 & sleep 3600");
    }

    @Override
    public List<String> program() {
        return List.of("sh", "-c", "echo begun; exec sleep 3600");
    }

    @Override
    public List<String> failingProgram() {
        return List.of("sh", "-c", "echo no database; exit 1");
    }

    @Override
    public Optional<PackageName> installablePackage() {
        return Optional.empty();
    }

    @Override
    public void close() {
        linux.services().stop(HostServiceRules.NAME);
    }
}
