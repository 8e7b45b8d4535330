package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.artifact.Limits;
import dev.viridian.report.DeploymentResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Artifacts that must not be deployed, each of which holds a whole application beside what is wrong with it: were it not refused, it would
 * come up.
 */
class BadArtifactTest {
    private static final int MOST_ENTRIES = 1000;
    private static final int MOST_BYTES = 30 << 20;
    private static final byte[] TEXT = "evil".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private LocalFixture local;

    @BeforeEach
    void twoMachinesAreLive() {
        local = new LocalFixture(
                folder,
                LocalFixture.setup(folder)
                        .unpackingAtMost(
                                Limits.standard().atMostEntries(MOST_ENTRIES).atMostBytes(MOST_BYTES)));
        local.deploy(local.release("1.0").machines(2)).orElseThrow();
    }

    @AfterEach
    void nothingIsLeftRunning() {
        local.close();
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    /** Some of it shows when the artifact is looked at, some only when it is unpacked. */
    private void assertRefused(Path artifact, String... said) throws Exception {
        DeploymentResult result = local.deploy(local.release(artifact));

        assertThat(result.outcome()).as(result.timeline()).isIn(Outcome.REFUSED, Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow()).isInstanceOf(Failure.ArtifactRefused.class);
        assertThat(result.failure().orElseThrow().message())
                .contains(artifact.getFileName().toString())
                .contains(said);
        assertThat(local.sent)
                .hasSize(2)
                .last()
                .satisfies(message -> assertThat(message.headline()).contains(said[0]));
        Aftermath.assertOnlyLive(local, "1.0", 2, result);
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void aMissingOne() throws Exception {
        assertRefused(folder.resolve("orders-1.1.tar.gz"), "there is no file", "Build it, or correct");
    }

    @Test
    void aFolder() throws Exception {
        assertRefused(Files.createDirectory(folder.resolve("orders-1.1.tar.gz")), "is a folder", "pack the folder");
    }

    /** Nothing is unreadable for root, but a device is not to be read either. */
    @Test
    void oneThatIsNoFile() throws Exception {
        Path device = Files.createSymbolicLink(folder.resolve("orders-1.1.tar.gz"), Path.of("/dev/zero"));

        assertRefused(device, "no regular file but a device", "Expected an archive");
        Files.delete(device);
    }

    @Test
    void anEmptyOne() throws Exception {
        assertRefused(Files.createFile(folder.resolve("orders-1.1.tar.gz")), "is empty", "build it again");
    }

    @Test
    void aTruncatedOne() throws Exception {
        byte[] whole = Files.readAllBytes(TestRelease.pack(folder, "1.1", Map.of()));

        assertRefused(
                Files.write(folder.resolve("orders-1.1.tar.gz"), Arrays.copyOf(whole, whole.length - 9)),
                "it is cut off",
                "Upload or build it again");
    }

    @Test
    void oneThatIsNoArchive() throws Exception {
        assertRefused(
                Files.writeString(folder.resolve("orders-1.1.tar.gz"), "<html>404 Not Found</html>"),
                "Expected a sound",
                "as its name says");
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                hostile(
                        "a name that leads upward",
                        tar -> TestRelease.put(tar, "../../../../../../evil", TEXT),
                        "'..'"),
                hostile(
                        "an absolute name",
                        tar -> TestRelease.put(tar, "/tmp/viridian-evil", TEXT),
                        "has an absolute name"),
                hostile(
                        "a symbolic link that points outside",
                        tar -> link(tar, TarConstants.LF_SYMLINK, "../../outside"),
                        "'link'"),
                hostile(
                        "a symbolic link that is absolute",
                        tar -> link(tar, TarConstants.LF_SYMLINK, "/etc"),
                        "'link'"),
                hostile(
                        "a hard link that points outside",
                        tar -> link(tar, TarConstants.LF_LINK, "../../../environment.properties"),
                        "'link'"),
                hostile("a device", tar -> link(tar, TarConstants.LF_CHR, ""), "'link'", "is a character device"),
                hostile("a pipe", tar -> link(tar, TarConstants.LF_FIFO, ""), "'link'", "is a named pipe"));
    }

    private static Arguments hostile(String what, TestRelease.Addition addition, String... said) {
        return arguments(what, addition, said);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void oneWith(String what, TestRelease.Addition addition, String[] said) throws Exception {
        assertRefused(TestRelease.pack(folder, "1.1", Map.of(), addition), said);
        assertThat(Path.of("/tmp/viridian-evil")).doesNotExist();
    }

    @Test
    void aBombByTheNumberOfItsEntries() throws Exception {
        Path bomb = TestRelease.pack(folder, "1.1", Map.of(), tar -> {
            for (int i = 0; i <= MOST_ENTRIES; i++) {
                TestRelease.put(tar, "many/" + i, new byte[0]);
            }
        });

        assertRefused(bomb, "is one too many: the limit is " + MOST_ENTRIES, "raise the entries in Limits");
    }

    @Test
    void aBombByItsSize() throws Exception {
        Path bomb =
                TestRelease.pack(folder, "1.1", Map.of(), tar -> TestRelease.put(tar, "huge", new byte[MOST_BYTES]));

        assertRefused(bomb, "makes it unpack to more than 30.0 MiB", "raise the bytes in Limits");
    }

    @Test
    void aBombByItsRatio() throws Exception {
        Path bomb = TestRelease.pack(folder, "1.1", Map.of(), tar -> TestRelease.put(tar, "zeros", new byte[20 << 20]));

        assertRefused(bomb, "it is a bomb", "Limits");
    }

    private static void link(TarArchiveOutputStream tar, byte kind, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("link", kind);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
