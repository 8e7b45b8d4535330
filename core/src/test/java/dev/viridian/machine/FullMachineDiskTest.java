package dev.viridian.machine;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.provision.ProvisioningStep.writeFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Failure;
import dev.viridian.SmallDisk;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.provision.Provisioning;
import dev.viridian.provision.ServiceDefinition;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A machine whose home is on a disk that is full to the last byte, which only root can make. */
@EnabledOnOs(OS.LINUX)
class FullMachineDiskTest {
    private final List<String> said = new ArrayList<>();

    @TempDir
    private Path home;

    private Optional<SmallDisk> disk = Optional.empty();

    @BeforeEach
    void mountASmallDisk() throws IOException {
        disk = Optional.of(SmallDisk.mountedAt(home, "size=512k"));
    }

    @AfterEach
    void unmountIt() throws IOException {
        if (disk.isPresent()) {
            disk.get().close();
        }
    }

    @Test
    void isMendedByARemedyThatMakesRoom() throws Exception {
        fill();

        assertThat(provision(Mended.class)).as("%s", said).isEqualTo(MachineRun.READY);

        assertThat(home.resolve("settings")).exists();
        assertThat(ResultFile.read(home.resolve(ResultFile.NAME)))
                .hasValueSatisfying(result -> assertThat(result.state()).isEqualTo(ResultFile.State.READY));
        assertThat(said).anyMatch(line -> line.contains("could not be written") && line.contains("No space left"));
    }

    @Test
    void isNotCalledReadyWhereNothingMakesRoom() throws Exception {
        assertThat(provision(Plain.class)).as("%s", said).isEqualTo(MachineRun.READY);
        Files.delete(home.resolve("settings"));
        fill();

        assertThat(provision(Plain.class)).as("%s", said).isEqualTo(MachineRun.NOT_READY);

        assertThat(ResultFile.read(home.resolve(ResultFile.NAME)).map(ResultFile::state))
                .isNotEqualTo(Optional.of(ResultFile.State.READY));
        assertThat(said).anyMatch(line -> line.startsWith("The machine failed: step 'write settings'"));
    }

    @Test
    void runsNoServiceThatNobodyWouldKnowOf() throws Exception {
        LinuxHost host = LinuxHost.home(home).supervising().open();
        host.services()
                .define(new ServiceDefinition(
                        "orders",
                        "orders",
                        List.of("sleep", "600"),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        true));
        fill();
        assertThatThrownBy(() -> host.services().start("orders"))
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.DiskFull.class));
        Files.delete(home.resolve("junk"));

        host.services().start("orders");
        host.services().stop("orders");

        assertThat(workingIn(home.resolve(".viridian/services/orders"))).isEmpty();
    }

    private static List<ProcessHandle> workingIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> folder.equals(workingFolder(process)))
                .toList();
    }

    private static Path workingFolder(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
        } catch (IOException gone) {
            return Path.of("/");
        }
    }

    /** To the last byte, as what is written into pages of its own. */
    private void fill() throws IOException {
        Files.createDirectories(home.resolve(".viridian"));
        try (OutputStream junk = Files.newOutputStream(home.resolve("junk"))) {
            byte[] piece = new byte[4096];
            while (true) {
                junk.write(piece);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private int provision(Class<?> type) {
        return MachineRun.run(
                List.of(type.getName(), "--artifact", "file:/x.zip", "--home", home.toString(), "--supervised"),
                Map.of(),
                said::add);
    }

    /** Writes a file, and makes room for it. */
    public static final class Mended implements MachineProvisioning {
        @Override
        public Provisioning define(MachineContext machine) {
            return Provisioning.of("orders")
                    .step(writeFile("settings").saying("x".repeat(50_000)))
                    .onFailure(when(
                                    Failure.DiskFull.class,
                                    remedy(
                                            "remove junk",
                                            failure -> machine.host().files().remove("junk")))
                            .then(rebuild()));
        }
    }

    /** Writes a file. */
    public static final class Plain implements MachineProvisioning {
        @Override
        public Provisioning define(MachineContext machine) {
            return Provisioning.of("orders")
                    .step(writeFile("settings").saying("x".repeat(50_000)))
                    .onFailure(rebuild());
        }
    }
}
