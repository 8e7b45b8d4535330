package dev.viridian.artifact;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnpackerTest {
    private static final byte[] TAR =
            new RawTar().folder("bin/").file("bin/run", "content").ended();
    private static final byte[] TAR_GZ = RawTar.gzip(TAR);

    private final Unpacker unpacker = Unpacker.withLimits(Limits.standard());

    @TempDir
    private Path folder;

    @Test
    void unpacksIntoFoldersThatAreNotThereYet() {
        Path destination = folder.resolve("a/b/c");

        assertThat(unpack(TAR_GZ, destination)).isTrue();

        assertThat(destination.resolve("bin/run")).hasContent("content");
        assertThat(destination.resolve(".viridian-artifact")).hasContent("sha256 " + RawTar.sha256(TAR_GZ) + "\n");
    }

    @Test
    void leavesWhatIsThereAlreadyAndDoesNotReadTheStream() throws Exception {
        Path destination = folder.resolve("app");
        unpack(TAR_GZ, destination);
        Files.writeString(destination.resolve("log"), "written by the application");

        assertThat(unpacker.unpack(failing("read"), ArchiveFormat.TAR_GZ, RawTar.sha256(TAR_GZ), destination))
                .isFalse();

        assertThat(destination.resolve("log")).hasContent("written by the application");
    }

    @Test
    void replacesAnEmptyFolder() throws Exception {
        Path destination = Files.createDirectory(folder.resolve("app"));

        assertThat(unpack(TAR_GZ, destination)).isTrue();
        assertThat(Hostile.all(folder)).hasSize(4);
    }

    @Test
    void neverReplacesAnotherArtifact() throws Exception {
        Path destination = folder.resolve("app");
        byte[] other = RawTar.gzip(new RawTar().file("other", "x").ended());
        unpack(TAR_GZ, destination);

        assertThat(failure(other, RawTar.sha256(other), destination))
                .isInstanceOf(Failure.CallFailed.class)
                .extracting(Failure::message)
                .asString()
                .contains(
                        "While trying to unpack artifact for " + destination,
                        "another artifact, with the SHA-256 digest " + RawTar.sha256(TAR_GZ) + " instead of "
                                + RawTar.sha256(other),
                        "remove it, or choose another folder");
        assertThat(destination.resolve("bin/run")).hasContent("content");
    }

    @Test
    void neverReplacesAFolderOrFileOfSomebodyElse() throws Exception {
        Path full = Files.createDirectory(folder.resolve("full"));
        Path file = Files.writeString(folder.resolve("file"), "precious");
        Files.writeString(full.resolve("precious"), "precious");

        assertThat(failure(TAR_GZ, RawTar.sha256(TAR_GZ), full).message()).contains("was not unpacked by Viridian");
        assertThat(failure(TAR_GZ, RawTar.sha256(TAR_GZ), file).message()).contains("something that is no folder");
        assertThat(Hostile.all(folder)).containsExactlyInAnyOrder(full, file, full.resolve("precious"));
    }

    @Test
    void saysWhenTheDestinationCannotBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "precious");

        assertThat(failure(TAR_GZ, RawTar.sha256(TAR_GZ), file.resolve("below/app")))
                .isInstanceOf(Failure.CallFailed.class)
                .extracting(Failure::message)
                .asString()
                .contains("While trying to unpack artifact for " + file + "/below/app", file.toString());
        assertThat(failure(TAR_GZ, RawTar.sha256(TAR_GZ), Path.of("/")).message())
                .contains("it is the root of the file system");
        assertThat(Hostile.all(folder)).containsExactly(file);
    }

    @Test
    void leavesTheStreamOpenThatItIsGiven() {
        AtomicInteger closed = new AtomicInteger();
        InputStream given = new FilterInputStream(new ByteArrayInputStream(TAR_GZ)) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };

        unpacker.unpack(given, ArchiveFormat.TAR_GZ, RawTar.sha256(TAR_GZ), folder.resolve("app"));

        assertThat(closed).hasValue(0);
    }

    @Test
    void refusesAWrongDigestAndLeavesNothing() throws Exception {
        String expected = "0".repeat(64);

        for (ArchiveFormat format : ArchiveFormat.values()) {
            byte[] archive = sound(format);
            assertThat(failure(archive, format, expected, folder.resolve("new/app"))
                            .message())
                    .contains(
                            "have the SHA-256 digest " + RawTar.sha256(archive),
                            "expected " + expected,
                            "deploy again");
            assertThat(Hostile.all(folder)).isEmpty();
        }
    }

    @Test
    void saysWhetherTheArchiveOrItsTransferWasCutOff() throws Exception {
        byte[] half = Arrays.copyOf(TAR_GZ, TAR_GZ.length / 2);

        assertThat(failure(half, RawTar.sha256(TAR_GZ), folder.resolve("app")).message())
                .contains("inside its gzip data", "after " + half.length + " bytes", "the transfer broke off");
        assertThat(failure(half, RawTar.sha256(half), folder.resolve("app")).message())
                .contains("so it was published like this: build it again");
        assertThat(Hostile.all(folder)).isEmpty();
    }

    @Test
    void detectsEveryPlaceWhereAnArchiveMayBeCutOff() throws Exception {
        for (ArchiveFormat format : ArchiveFormat.values()) {
            byte[] archive = sound(format);
            int padding = format == ArchiveFormat.TAR ? 512 : 0; // one block of zeros is an end; the second is a habit
            for (int length = 0; length < archive.length - padding; length += step(format)) {
                byte[] cut = Arrays.copyOf(archive, length);
                assertThat(failure(cut, format, RawTar.sha256(cut), folder.resolve("app")))
                        .as("%s cut off at %d of %d", format, length, archive.length)
                        .isInstanceOf(Failure.ArtifactRefused.class);
            }
            assertThat(Hostile.all(folder)).isEmpty();
        }
    }

    @Test
    void refusesAnArchiveInWhichAnyByteIsFlipped() throws Exception {
        for (ArchiveFormat format : ArchiveFormat.values()) {
            byte[] archive = sound(format);
            for (int at = 0; at < archive.length; at += step(format)) {
                byte[] flipped = archive.clone();
                flipped[at] ^= 0x41;
                assertThat(failure(flipped, format, RawTar.sha256(archive), folder.resolve("app")))
                        .as("%s with byte %d flipped", format, at)
                        .isInstanceOf(Failure.ArtifactRefused.class);
            }
            assertThat(Hostile.all(folder)).isEmpty();
        }
    }

    @Test
    void readsConcatenatedGzipMembersAsOne() {
        byte[] first = RawTar.gzip(Arrays.copyOf(TAR, 700));
        byte[] second = RawTar.gzip(Arrays.copyOfRange(TAR, 700, TAR.length));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        assertThat(unpack(both, folder.resolve("app"))).isTrue();
        assertThat(folder.resolve("app/bin/run")).hasContent("content");
    }

    @Test
    void refusesGarbageBehindTheGzipData() throws Exception {
        byte[] followed = Arrays.copyOf(TAR_GZ, TAR_GZ.length + 100);
        followed[TAR_GZ.length] = 'x';

        assertThat(failure(followed, RawTar.sha256(followed), folder.resolve("app"))
                        .message())
                .contains("is not sound gzip data (there is 78 00 where 1f 8b should begin a part of it");
        assertThat(Hostile.all(folder)).isEmpty();
    }

    @Test
    void aConnectionThatBreaksMayGoWellAnotherTimeAndLeavesNothing() throws Exception {
        for (ArchiveFormat format : ArchiveFormat.values()) {
            byte[] archive = sound(format);
            InputStream breaking = new SequenceInputStream(
                    new ByteArrayInputStream(Arrays.copyOf(archive, archive.length / 2)), failing("connection reset"));
            PlatformException thrown = catchThrowableOfType(
                    PlatformException.class,
                    () -> unpacker.unpack(breaking, format, RawTar.sha256(archive), folder.resolve("app")));

            assertThat(thrown.failure().worthRetrying()).isTrue();
            assertThat(thrown)
                    .hasMessageContaining("trying to fetch artifact")
                    .hasMessageContaining("connection reset");
            assertThat(Hostile.all(folder)).isEmpty();
        }
    }

    @Test
    void leavesNothingWhenTheStreamThrowsSomethingElse() throws Exception {
        InputStream broken = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("a store with a bug");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return read();
            }
        };

        assertThatThrownBy(() -> unpacker.unpack(broken, ArchiveFormat.TAR, "0".repeat(64), folder.resolve("x/app")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Hostile.all(folder)).isEmpty();
    }

    @Test
    void leavesNothingWhenItIsInterrupted() throws Exception {
        Thread.currentThread().interrupt();

        Failure failure = failure(TAR_GZ, RawTar.sha256(TAR_GZ), folder.resolve("app"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.message()).contains("it was interrupted");
        assertThat(Hostile.all(folder)).isEmpty();
    }

    @Test
    void leavesNothingWhenItIsInterruptedAndNeverWaits() throws Exception {
        byte[] archive = new RawTar().header("folder/", '5', "", 0, block -> {}).ended();
        Path file = Files.write(folder.resolve("folders.tar"), archive);
        FileArtifactStore files = new FileArtifactStore();
        PinnedArtifact pinned = files.pin(Artifact.of("file:" + file));
        ArtifactStore store = new ArtifactStore() {
            @Override
            public Set<String> schemes() {
                return Set.of("file");
            }

            @Override
            public PinnedArtifact pin(Artifact artifact) {
                return files.pin(artifact);
            }

            @Override
            public InputStream open(PinnedArtifact pinned) {
                return new ByteArrayInputStream(archive);
            }
        };
        Thread.currentThread().interrupt();

        PlatformException thrown = catchThrowableOfType(
                PlatformException.class, () -> unpacker.unpack(store, pinned, folder.resolve("app")));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).hasMessageContaining("it was interrupted");
        assertThat(folder).isDirectoryNotContaining("glob:**app*");
    }

    @Test
    void adoptsWhatSomebodyElsePublishedMeanwhile() throws Exception {
        Path destination = folder.resolve("app");
        InputStream slow = new InputStream() {
            private final InputStream bytes = new ByteArrayInputStream(TAR_GZ);

            @Override
            public int read() {
                throw new AssertionError("only whole buffers are read");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                unpack(TAR_GZ, destination);
                return bytes.read(buffer, offset, Math.min(length, 40));
            }
        };

        assertThat(unpacker.unpack(slow, ArchiveFormat.TAR_GZ, RawTar.sha256(TAR_GZ), destination))
                .isFalse();
        assertThat(destination.resolve("bin/run")).hasContent("content");
        assertThat(folder).isDirectoryNotContaining("glob:**.part-*");
    }

    @Test
    void unpacksFromAStoreAndNamesTheLocation() throws Exception {
        Path archive = Files.write(folder.resolve("orders 1.4.2.tar.gz"), TAR_GZ);
        FileArtifactStore store = new FileArtifactStore();
        PinnedArtifact pinned = store.pin(Artifact.of("file:" + archive));

        assertThat(unpacker.unpack(store, pinned, folder.resolve("app"))).isTrue();
        assertThat(unpacker.unpack(store, pinned, folder.resolve("app"))).isFalse();
        assertThat(folder.resolve("app/bin/run")).hasContent("content");

        Files.write(archive, RawTar.gzip(new RawTar().file("other", "x").ended()));
        assertThatThrownBy(() -> unpacker.unpack(store, pinned, folder.resolve("again")))
                .hasMessageStartingWith("Artifact file:" + archive + " cannot be deployed: its ")
                .hasMessageContaining("It was replaced or damaged since");
        assertThat(folder.resolve("again")).doesNotExist();
    }

    @Test
    void dropsSetuidAndWriteBitsAndKeepsTimes() throws Exception {
        byte[] tar = new RawTar()
                .header("setuid", '0', "", 0, block -> RawTar.put(block, 100, "0007777\0"))
                .header("secret", '0', "", 0, block -> RawTar.put(block, 100, "0000600\0"))
                .header("readonly/", '5', "", 0, block -> RawTar.put(block, 100, "0000555\0"))
                .file("readonly/inside", "x")
                .pax("mtime", "1700000000.75")
                .file("dated", "x")
                .ended();

        unpack(RawTar.gzip(tar), folder.resolve("app"));

        Path app = folder.resolve("app");
        assertThat(Files.getPosixFilePermissions(app.resolve("setuid"))).isEqualTo(fromString("rwxr-xr-x"));
        assertThat((int) Files.getAttribute(app.resolve("setuid"), "unix:mode") & 07000)
                .isZero();
        assertThat(Files.getPosixFilePermissions(app.resolve("secret"))).isEqualTo(fromString("rw-r--r--"));
        assertThat(Files.getPosixFilePermissions(app.resolve("readonly"))).isEqualTo(fromString("rwxr-xr-x"));
        assertThat(Files.getPosixFilePermissions(app)).isEqualTo(fromString("rwxr-xr-x"));
        assertThat(Files.getLastModifiedTime(app.resolve("dated")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(Files.getLastModifiedTime(app.resolve("readonly")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(Long.parseLong("14371234567", 8)));
    }

    @Test
    void refusesADigestThatIsNone() {
        assertThatThrownBy(() -> unpacker.unpack(failing("read"), ArchiveFormat.TAR, "abc", folder.resolve("app")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'abc'. Expected 64 hexadecimal digits");
    }

    private boolean unpack(byte[] archive, Path destination) {
        return unpacker.unpack(
                new ByteArrayInputStream(archive), ArchiveFormat.TAR_GZ, RawTar.sha256(archive), destination);
    }

    private Failure failure(byte[] archive, String digest, Path destination) {
        return failure(archive, ArchiveFormat.TAR_GZ, digest, destination);
    }

    private Failure failure(byte[] archive, ArchiveFormat format, String digest, Path destination) {
        PlatformException thrown = catchThrowableOfType(
                PlatformException.class,
                () -> unpacker.unpack(new ByteArrayInputStream(archive), format, digest, destination));
        assertThat(thrown).as("it was unpacked").isNotNull();
        return thrown.failure();
    }

    /** A plain tar is mostly padding. */
    private static int step(ArchiveFormat format) {
        return format == ArchiveFormat.TAR ? 17 : 1;
    }

    private static byte[] sound(ArchiveFormat format) {
        return switch (format) {
            case TAR_GZ -> TAR_GZ;
            case TAR_ZST -> RawTar.zstandard(TAR);
            case TAR -> TAR;
            case ZIP ->
                new RawZip()
                        .with(RawZip.part("bin/", "").mode(0040755))
                        .with(RawZip.part("bin/run", "content content content").deflated())
                        .ended();
        };
    }

    private static InputStream failing(String message) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException(message);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
