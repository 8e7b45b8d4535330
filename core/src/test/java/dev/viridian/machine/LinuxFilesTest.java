package dev.viridian.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Failure;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.HostFiles;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LinuxFilesTest {
    @TempDir
    private Path folder;

    @Test
    void refusesWhatTheSystemPermitsNobody() {
        LinuxHost host = LinuxHost.home(folder).open();

        assertThatThrownBy(() -> host.files().createDirectory("/proc/sys", FileAccess.DIRECTORY.owner("nobody")))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure().worthRetrying()).isFalse())
                .hasMessageContaining("may not touch /proc/sys");
    }

    @Test
    void saysThatAFileIsInThePlaceOfAFolder() {
        LinuxHost host = LinuxHost.home(folder).open();
        host.files().write("conf", new byte[0], FileAccess.FILE);

        assertThatThrownBy(() -> host.files().write("conf/orders", new byte[0], FileAccess.FILE))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure().worthRetrying()).isFalse())
                .hasMessageContaining("there is something at " + folder + "/conf that is no folder");
    }

    @Test
    void removesWhatAKilledWriterHasLeft() throws IOException {
        Files.writeString(folder.resolve(".viridian-part-file"), "half");

        LinuxHost.home(folder).open().files().write("file", bytes("whole"), FileAccess.FILE);

        assertThat(folder.resolve("file")).hasContent("whole");
        assertThat(folder.resolve(".viridian-part-file")).doesNotExist();
    }

    @Test
    void takesLinksOfAnotherSystemForWhatTheyMeanThere() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("run/app"));
        Files.createSymbolicLink(root.resolve("etc"), Path.of("/run/app"));
        Files.createSymbolicLink(root.resolve("up"), Path.of("../../../../run"));
        HostFiles files = LinuxHost.home(Path.of("/opt/app")).root(root).open().files();

        files.write("/etc/viridian-test.conf", bytes("one"), FileAccess.FILE);
        files.write("/up/app/other.conf", bytes("two"), FileAccess.FILE);
        files.write("home.conf", bytes("three"), FileAccess.FILE);

        assertThat(root.resolve("run/app/viridian-test.conf")).hasContent("one");
        assertThat(root.resolve("run/app/other.conf")).hasContent("two");
        assertThat(root.resolve("opt/app/home.conf")).hasContent("three");
        assertThat(Path.of("/etc/viridian-test.conf")).doesNotExist();
        assertThat(files.list("/etc")).containsExactly("other.conf", "viridian-test.conf");
    }

    @Test
    void givesUpOnLinksThatLeadInACircle() throws IOException {
        Files.createSymbolicLink(folder.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));

        assertThatThrownBy(() ->
                        LinuxHost.home(Path.of("/")).root(folder).open().files().read("/one/file"))
                .hasMessageContaining("more than 40 links");
    }

    @Test
    void tellsThatTheDiskIsFull() {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "there is no /dev/full");

        assertThatThrownBy(() -> FileTroubles.told("write x", folder, () -> Files.write(full, new byte[1])))
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.DiskFull.class));
    }

    @Test
    void saysWhoMayNotTouchWhat() {
        assertThatThrownBy(() -> FileTroubles.told("write /etc/orders", folder, () -> {
                    throw new java.nio.file.AccessDeniedException("/etc/orders");
                }))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure().worthRetrying()).isFalse())
                .hasMessageContaining(
                        "this user (" + System.getProperty("user.name") + ") may not touch /etc/orders. ");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
