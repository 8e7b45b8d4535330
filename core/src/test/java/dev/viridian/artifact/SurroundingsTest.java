package dev.viridian.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process inherits from the shell that started it. */
@Timeout(120)
final class SurroundingsTest {
    @TempDir
    private Path folder;

    @Test
    void aMaskOfTheShellDoesNotChangeWhatFilesMayBeUsedFor() throws Exception {
        byte[] tar = new RawTar()
                .header("bin/run", '0', "", 0, block -> RawTar.put(block, 100, "0000755\0"))
                .file("etc/plain", "x")
                .ended();

        String said = run(
                OtherProcess.unpacking(tar, folder.resolve("app"), "sh", "-c", "umask 077; exec \"$@\"", "sh"), tar);

        assertThat(said).isEmpty();
        for (String executable : new String[] {"", "bin", "bin/run", "etc"}) {
            assertThat(Files.getPosixFilePermissions(folder.resolve("app").resolve(executable)))
                    .as(executable)
                    .isEqualTo(fromString("rwxr-xr-x"));
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("app/etc/plain")))
                .isEqualTo(fromString("rw-r--r--"));
    }

    @Test
    void saysWhatToDoWhereTheLocaleCannotWriteAName() throws Exception {
        byte[] tar = new RawTar().file("gr\u00fcn", "x").ended();
        ProcessBuilder process = OtherProcess.unpacking(tar, folder.resolve("app"));
        process.environment().put("LC_ALL", "POSIX");

        String said = run(process, tar);

        assertThat(said).contains("Start it with a UTF-8 locale, for instance LC_ALL=C.UTF-8. Nothing was unpacked.");
        assertThat(Hostile.all(folder)).isEmpty();
    }

    private static String run(ProcessBuilder builder, byte[] input) throws IOException, InterruptedException {
        Process process = builder.start();
        try {
            try (OutputStream standardInput = process.getOutputStream()) {
                standardInput.write(input);
            }
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            process.waitFor();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
