package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another process unpacks to the same destination, and lives or dies. */
@Timeout(120)
final class KilledUnpackingTest {
    private static final byte[] TAR =
            new RawTar().file("a", "x".repeat(400_000)).file("b", "y").ended();

    @TempDir
    private Path folder;

    @Test
    void removesWhatADeadProcessLeftButNotWhatALivingOneUses() throws Exception {
        Path destination = folder.resolve("app");
        Process other = start(destination);
        try {
            writeHalf(other);
            List<Path> growing = awaitPart();

            assertThat(unpack(folder.resolve("ap"))).isTrue();
            assertThat(unpack(destination)).isTrue();
            assertThat(parts()).as("those of the living one").isEqualTo(growing);

            other.destroyForcibly().waitFor();
            assertThat(parts()).as("those of the dead one").isEqualTo(growing);
            assertThat(unpack(destination)).isFalse();
            assertThat(parts()).isEmpty();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void removesWhatADeadProcessLeftOfAnotherRelease() throws Exception {
        Process other = start(folder.resolve("releases/1.6"));
        try {
            writeHalf(other);
            List<Path> growing = awaitPart(folder.resolve("releases"));
            assertThat(unpack(folder.resolve("releases/1.7"))).isTrue();
            assertThat(parts(folder.resolve("releases")))
                    .as("those of the living one")
                    .isEqualTo(growing);
        } finally {
            other.destroyForcibly().waitFor();
        }

        assertThat(unpack(folder.resolve("releases/1.8"))).isTrue();
        assertThat(parts(folder.resolve("releases"))).isEmpty();
    }

    @Test
    void leavesWhatOnlyLooksLikeItsOwn() throws Exception {
        Path someones = Files.createDirectory(folder.resolve(".mine.part-1"));
        Files.createFile(someones.resolve("lock"));
        Path precious = Files.writeString(someones.resolve("file"), "precious");

        assertThat(unpack(folder.resolve("app"))).isTrue();

        assertThat(precious).hasContent("precious");
    }

    @Test
    void aSlowerProcessAdoptsWhatAFasterOnePublished() throws Exception {
        Path destination = folder.resolve("app");
        Process other = start(destination);
        try {
            writeHalf(other);
            awaitPart();
            assertThat(unpack(destination)).isTrue();

            try (OutputStream rest = other.getOutputStream()) {
                rest.write(TAR, TAR.length / 2, TAR.length - TAR.length / 2);
            }
            assertThat(other.waitFor()).isZero();
            assertThat(parts()).isEmpty();
            assertThat(destination.resolve("b")).hasContent("y");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void removesAFolderThatWasAbandonedBeforeItWasLocked() throws Exception {
        Files.createDirectory(folder.resolve(".app.part-1"));
        Path abandoned = Files.createDirectory(folder.resolve(".app.part-2"));
        Files.createFile(abandoned.resolve("lock"));
        Files.createDirectory(abandoned.resolve("tree"));
        Path precious =
                Files.writeString(Files.createDirectory(folder.resolve("other")).resolve("file"), "precious");
        Files.createSymbolicLink(abandoned.resolve("tree/link"), precious.getParent());

        assertThat(unpack(folder.resolve("app"))).isTrue();

        assertThat(parts()).isEmpty();
        assertThat(precious).hasContent("precious");
    }

    @Test
    void unpacksToANameThatIsAsLongAsCanBe() throws Exception {
        assertThat(unpack(folder.resolve("ü".repeat(127)))).isTrue();
        assertThat(parts()).isEmpty();
    }

    private static boolean unpack(Path destination) {
        return Unpacker.withLimits(Limits.standard())
                .unpack(new ByteArrayInputStream(TAR), ArchiveFormat.TAR, RawTar.sha256(TAR), destination);
    }

    private static Process start(Path destination) throws IOException {
        return OtherProcess.unpacking(TAR, destination)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void writeHalf(Process other) throws IOException {
        other.getOutputStream().write(Arrays.copyOf(TAR, TAR.length / 2));
        other.getOutputStream().flush();
    }

    /** Waits until the other one has written something, which it does with its lock held. */
    private List<Path> awaitPart() throws Exception {
        return awaitPart(folder);
    }

    private static List<Path> awaitPart(Path where) throws Exception {
        List<Path> found = parts(where);
        while (found.size() != 1 || !Files.exists(found.get(0).resolve("tree/a"))) {
            Thread.onSpinWait();
            found = parts(where);
        }
        return found;
    }

    private List<Path> parts() throws IOException {
        return parts(folder);
    }

    private static List<Path> parts(Path where) throws IOException {
        if (!Files.exists(where)) {
            return List.of();
        }
        try (var beside = Files.list(where)) {
            return beside.filter(path -> path.getFileName().toString().contains(".part-"))
                    .toList();
        }
    }
}
