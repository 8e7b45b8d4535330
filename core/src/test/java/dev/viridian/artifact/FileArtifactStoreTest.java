package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.Revision;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileArtifactStoreTest {
    private static final byte[] TAR = new RawTar().file("a", "content").ended();
    private static final byte[] TAR_GZ = RawTar.gzip(TAR);
    private static final String DIGEST = RawTar.sha256(TAR_GZ);

    private final FileArtifactStore store = new FileArtifactStore();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeAnArchive() throws Exception {
        file = Files.write(folder.resolve("orders-1.4.2.tar.gz"), TAR_GZ);
    }

    @Test
    void pinsTheVersionTheDigestAndTheSize() {
        Artifact artifact = artifact(file);

        assertThat(store.pin(artifact))
                .isEqualTo(new PinnedArtifact(
                        artifact, "file:" + file, new Revision("1.4.2", DIGEST), Long.valueOf(TAR_GZ.length)));
    }

    @Test
    void namesAVersionAfterTheDigestWhereThereIsNone() throws Exception {
        Path plain = Files.copy(file, folder.resolve("orders.tgz"));

        assertThat(store.pin(artifact(plain)).revision().version()).isEqualTo("sha-" + DIGEST.substring(0, 12));
        assertThat(store.pin(artifact(plain).version("blue")).revision().version())
                .isEqualTo("blue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:%s", "file://%s", "FILE:%s", "file://localhost%s"})
    void findsAFileHoweverItIsWritten(String form) {
        assertThat(store.pin(Artifact.of(String.format(Locale.ROOT, form, file)))
                        .location())
                .isEqualTo("file:" + file);
    }

    @Test
    void takesSpacesAndPercentSignsAsTheyAreAndUrisAsTheyAreMeant() throws Exception {
        Path odd = Files.copy(file, folder.resolve("my app#1+2 ü.tar.gz"));
        Path percent = Files.copy(file, folder.resolve("100%25.tar.gz"));

        assertThat(store.pin(artifact(odd)).location()).isEqualTo("file:" + odd);
        assertThat(store.pin(Artifact.of(odd.toUri())).location()).isEqualTo("file:" + odd);
        assertThat(store.pin(artifact(percent)).location()).isEqualTo("file:" + percent);
        assertThat(problem(Artifact.of("file:" + folder + "/100%.tar.gz"))).contains("there is no file");
    }

    @Test
    void findsAFileFromTheWorkingDirectoryOn() {
        Path relative = Path.of("").toAbsolutePath().relativize(file);

        assertThat(store.pin(Artifact.of("file:" + relative)).revision().sha256())
                .isEqualTo(DIGEST);
    }

    @Test
    void opensWhatItPinned() throws Exception {
        try (InputStream bits = store.open(store.pin(artifact(file)))) {
            assertThat(bits.readAllBytes()).isEqualTo(TAR_GZ);
        }
    }

    @Test
    void refusesToOpenWhatIsGone() throws Exception {
        PinnedArtifact pinned = store.pin(artifact(file));
        Files.delete(file);

        PlatformException thrown = catchThrowableOfType(PlatformException.class, () -> store.open(pinned));
        assertThat(thrown)
                .hasMessage("Artifact file:" + file + " cannot be deployed: there is no file " + file
                        + ". Build it, or correct the location.");
    }

    @Test
    void takesTheDigestThatIsAskedForOverTheOneBesideIt() throws Exception {
        Files.writeString(beside(), "0".repeat(64));

        assertThat(store.pin(artifact(file).sha256(DIGEST)).revision().sha256()).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s\n", "%s  orders-1.4.2.tar.gz\n", "%s *orders.tar.gz\r\n", "\\%s  odd\\nname\n"})
    void understandsTheDigestBesideIt(String form) throws Exception {
        Files.writeString(beside(), String.format(Locale.ROOT, form, DIGEST.toUpperCase(Locale.ROOT)));
        assertThat(store.pin(artifact(file)).revision().sha256()).isEqualTo(DIGEST);

        Files.writeString(beside(), String.format(Locale.ROOT, form, "0".repeat(64)));
        assertThat(problem(artifact(file)))
                .isEqualTo("it has the SHA-256 digest " + DIGEST + ", but " + beside() + " asks for " + "0".repeat(64)
                        + ". Build and upload it again, or correct the digest that is asked for.");
    }

    @Test
    void refusesAMalformedDigestBesideIt() throws Exception {
        for (String text :
                new String[] {"", "abc", DIGEST + DIGEST, DIGEST + "\n" + DIGEST, "<html>", "x".repeat(99_999)}) {
            Files.writeString(beside(), text);
            assertThat(problem(artifact(file)))
                    .as(text)
                    .contains("the digest beside it, " + beside() + ", reads '", "Expected 64 hexadecimal digits");
        }
        Files.delete(beside());
        Files.createDirectory(beside());
        assertThat(problem(artifact(file))).contains("cannot be read. Make it readable, or remove it");
    }

    @Test
    void refusesADigestOtherThanTheOneAskedFor() {
        assertThat(problem(artifact(file).sha256("f".repeat(64))))
                .contains("has the SHA-256 digest " + DIGEST, "the deployment asks for " + "f".repeat(64));
    }

    @Test
    void refusesWhatIsNoReadableFile() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("directory.zip"));
        Path empty = Files.createFile(folder.resolve("empty.zip"));

        assertThat(problem(artifact(folder.resolve("missing.tar.gz")))).contains("there is no file", "missing.tar.gz");
        assertThat(problem(artifact(directory))).contains("is a folder. Expected an archive");
        assertThat(problem(artifact(empty))).contains("is empty. Expected an archive");
        assertThat(problem(Artifact.of("file://builder/x.zip"))).contains("on the host 'builder'");
        assertThat(problem(Artifact.of("file:a\0b.zip"))).contains("its path 'a\\u0000b.zip' is none on this machine");
    }

    @Test
    void refusesADeviceWithoutReadingIt() throws Exception {
        Path device = Files.createSymbolicLink(folder.resolve("endless.zip"), Path.of("/dev/zero"));

        assertThat(problem(artifact(device))).contains("is no regular file but a device");
    }

    @Test
    void refusesAFileThatMayNotBeRead() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();

        assertThat(problem(artifact(file))).contains("may not be read by this process");
    }

    @Test
    void refusesAnUnknownFormatAndNamesTheKnownOnes() {
        assertThat(problem(Artifact.of("file:/x/orders.rpm")))
                .isEqualTo(
                        "the name 'orders.rpm' tells no archive format that is known. Expected a name that ends in one of"
                                + " .tar.gz, .tgz, .tar.zst, .tzst, .tar, .zip, .jar, .war.");
    }

    @Test
    void detectsEveryPlaceWhereAnArchiveMayBeCutOff() throws Exception {
        byte[] zip = new RawZip().with(RawZip.part("a", "content").deflated()).ended();

        requireCutsToBeFound("cut.tar.gz", TAR_GZ, TAR_GZ.length);
        requireCutsToBeFound("cut.jar", zip, zip.length);
        requireCutsToBeFound("cut.tar", TAR, TAR.length - 512);
    }

    @Test
    void readsArchivesOfMegabytes() throws Exception {
        byte[] random = new byte[5_000_000];
        new Random(1).nextBytes(random);
        byte[] zip = new RawZip().with(new RawZip.Part("random", random)).ended();
        byte[] tar = new RawTar()
                .header("random", '0', "", random.length)
                .content(random)
                .ended();

        assertThat(store.pin(artifact(Files.write(folder.resolve("a.zip"), zip)))
                        .bytes())
                .isEqualTo(zip.length);
        assertThat(store.pin(artifact(Files.write(folder.resolve("a.tgz"), RawTar.gzip(tar))))
                        .revision()
                        .sha256())
                .isEqualTo(RawTar.sha256(RawTar.gzip(tar)));
    }

    @Test
    void refusesWhatIsNotWhatItsNameSays() throws Exception {
        Path page = Files.writeString(folder.resolve("page.tar.gz"), "<html>404 Not Found</html>");
        Path zip = Files.write(folder.resolve("really-a.zip"), TAR_GZ);

        assertThat(problem(artifact(page)))
                .contains(
                        "is not sound gzip data",
                        "a web page begins so",
                        "Expected a sound tar.gz archive, as its name says");
        assertThat(problem(artifact(zip))).contains("without the directory that ends a zip archive");
    }

    private void requireCutsToBeFound(String name, byte[] archive, int end) throws Exception {
        for (int length = 2; length < end; length += 3) {
            Path cut = Files.write(folder.resolve(name), Arrays.copyOf(archive, length));
            assertThat(problem(artifact(cut)))
                    .as("%s cut off at %d", name, length)
                    .contains("cut off", length + " bytes");
        }
    }

    private String problem(Artifact artifact) {
        PlatformException thrown = catchThrowableOfType(PlatformException.class, () -> store.pin(artifact));
        assertThat(thrown).as("it was pinned").isNotNull();
        assertThat(thrown.failure()).isInstanceOf(Failure.ArtifactRefused.class);
        return ((Failure.ArtifactRefused) thrown.failure()).problem();
    }

    private Path beside() {
        return folder.resolve("orders-1.4.2.tar.gz.sha256");
    }

    private static Artifact artifact(Path file) {
        return Artifact.of("file:" + file);
    }
}
