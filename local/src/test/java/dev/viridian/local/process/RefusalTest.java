package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.local.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefusalTest {
    @RegisterExtension
    final Workplace workplace = new Workplace();

    @Test
    void refusesAProgramThatIsNotInThePath() {
        assertRefused(workplace.launch("no-such-program").with("PATH", "/usr/bin:/bin"))
                .hasMessage("Cannot start 'no-such-program' in " + workplace.folder()
                        + ": there is no such program in the PATH /usr/bin:/bin."
                        + " Install it, add its folder to PATH, or give its full path.");
        assertNothingIsLeft();
    }

    @Test
    void refusesAProgramThatDoesNotExist() {
        assertRefused(workplace.launch("bin/orders"))
                .hasMessageContaining(workplace.folder().resolve("bin/orders") + " does not exist");
        assertNothingIsLeft();
    }

    @Test
    void refusesAProgramThatIsNotExecutable() {
        workplace.write("orders", "#!/bin/sh\n");

        assertRefused(workplace.launch("./orders"))
                .hasMessageContaining("is not executable")
                .hasMessageContaining("chmod +x");
        assertRefused(workplace.launch("orders").with("PATH", workplace.folder().toString()))
                .hasMessageContaining("is not executable");
        assertRefused(workplace.launch("/bin")).hasMessageContaining("/bin is not a file");
    }

    @Test
    void refusesAScriptWhoseInterpreterIsMissing() throws IOException {
        makeExecutable(workplace.write("orders", "#! /opt/nowhere/python -u\n"));
        assertRefused(workplace.launch("./orders")).hasMessageContaining("interpreter '/opt/nowhere/python'");

        makeExecutable(workplace.write("orders", "#!/bin/sh\r\necho\r\n"));
        assertRefused(workplace.launch("./orders"))
                .hasMessageContaining("interpreter '/bin/sh\\r'")
                .hasMessageContaining("Unix line ends");
    }

    @Test
    void startsAScriptOfTheFolderWhoseInterpreterIsThere() throws IOException, InterruptedException {
        makeExecutable(workplace.write("orders", "#!/bin/sh -e\necho started $1\n"));

        ManagedProcess process = workplace.start(workplace.launch("./orders", "well"));

        assertThat(process.awaitExit(Workplace.LONG)).isPresent();
        assertThat(process.outputTail(1)).containsExactly("started well");
    }

    @Test
    void refusesWhatTheSystemRefusesAndLeavesNoIdentificationFile() {
        String[] tooMany = new String[200];
        Arrays.fill(tooMany, "x".repeat(100_000));

        assertThatThrownBy(() -> workplace.start(workplace.launch("/bin/true", tooMany), Optional.empty()))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("the system refuses it")
                .hasMessageContaining("Argument list too long");

        assertNothingIsLeft();
    }

    @Test
    void refusesAFolderThatIsMissingOrAFile() {
        Path missing = workplace.folder().resolve("missing");
        assertRefused(Launch.of(missing, "/bin/true")
                        .writingTo(workplace.folder().resolve("log")))
                .hasMessageContaining("the working folder " + missing + " does not exist")
                .hasMessageContaining("Make the folder first");

        Path file = workplace.write("file", "");
        assertRefused(Launch.of(file, "/bin/true").writingTo(workplace.folder().resolve("log")))
                .hasMessageContaining("the working folder " + file + " is not a folder");
    }

    @Test
    void refusesALogThatCannotBeWritten() throws IOException {
        Path folder = Files.createDirectory(workplace.folder().resolve("log"));
        assertRefused(workplace.launch("/bin/true").writingTo(folder))
                .hasMessageContaining("the log " + folder + " is a");

        Path nowhere = workplace.folder().resolve("logs/output");
        assertRefused(workplace.launch("/bin/true").writingTo(nowhere))
                .hasMessageContaining("the folder of the log " + nowhere.getParent() + " does not exist");
    }

    @Test
    void refusesAnIdentificationFileThatCannotBeWritten() {
        assertThatThrownBy(() -> ManagedProcess.start(
                        workplace.launch("/bin/true"), workplace.folder().resolve("a/b")))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("the folder of the identification file");
    }

    @Test
    void refusesAFolderThatIsReadOnly() throws IOException {
        try (SmallDisk disk = SmallDisk.mountedAt(workplace.folder().resolve("disk"), 256)) {
            disk.makeReadOnly();

            assertRefused(Launch.of(disk.folder(), "/bin/true")
                            .writingTo(workplace.folder().resolve("log")))
                    .hasMessageContaining("the working folder " + disk.folder() + " is not writable");
            assertRefused(workplace.launch("/bin/true").writingTo(disk.folder().resolve("log")))
                    .hasMessageContaining("the folder of the log");
        }
    }

    @Test
    void refusesAFullDisk() throws IOException {
        try (SmallDisk disk = SmallDisk.mountedAt(workplace.folder().resolve("disk"), 256)) {
            disk.fillUpTo(0);

            assertRefused(workplace.launch("/bin/true").writingTo(disk.folder().resolve("log")))
                    .hasMessageContaining("the disk is full: 0 bytes are left for the log")
                    .hasMessageContaining("Remove old releases");
            assertThatThrownBy(() -> ManagedProcess.start(
                            workplace.launch("/bin/true"), disk.folder().resolve("process")))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("are left for the identification file");
            assertThat(disk.folder().resolve("process")).doesNotExist();
        }
    }

    @Test
    void refusesAnIdentificationFileThatDoesNotFit() throws IOException {
        String[] enormous = {"x".repeat(100_000)};
        try (SmallDisk disk = SmallDisk.mountedAt(workplace.folder().resolve("disk"), 256)) {
            disk.fillUpTo((int) Readiness.SMALLEST_SPACE);
            Path record = disk.folder().resolve("process");

            assertThatThrownBy(() -> ManagedProcess.start(workplace.launch("/bin/true", enormous), record))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("the identification file " + record + " cannot be written");
            assertThat(disk.folder()).isDirectoryNotContaining("glob:**process*");
        }
    }

    @Test
    void stopsTheProcessWhoseIdentificationCannotBeWrittenAnyMore() throws IOException {
        // Two copies of the file are on the disk while the second replaces the first: only one of them fits.
        String[] enormous = {"-c", "exec sleep 600", "x".repeat(50_000)};
        try (SmallDisk disk = SmallDisk.mountedAt(workplace.folder().resolve("disk"), 256)) {
            disk.fillUpTo(80 * 1024);
            Path record = disk.folder().resolve("process");

            assertThatThrownBy(() -> ManagedProcess.start(workplace.launch("/bin/sh", enormous), record))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("cannot be written");
            assertThat(disk.folder()).isDirectoryNotContaining("glob:**process*");
        }
    }

    @Test
    void refusesToStartASecondProcessOfTheSameIdentification() {
        ManagedProcess first = workplace.start(workplace.launch("/bin/sleep", "600"));

        assertRefused(workplace.launch("/bin/true"))
                .hasMessageContaining("process " + first.pid())
                .hasMessageContaining("Stop it first");

        assertThat(first.isAlive()).isTrue();
        first.stop(Workplace.LONG);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Launch launch) {
        return assertThatThrownBy(() -> workplace.start(launch)).isInstanceOf(CannotStartException.class);
    }

    private void assertNothingIsLeft() {
        assertThat(workplace.folder().toFile().list()).doesNotContain("process", "process.new");
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
