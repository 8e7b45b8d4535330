package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.Failure;
import dev.viridian.SmallDisk;
import dev.viridian.spi.PlatformException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of one mebibyte, which only root can make. */
final class FullDiskTest {
    @TempDir
    private Path folder;

    private Optional<SmallDisk> disk = Optional.empty();

    @BeforeEach
    void mountASmallDisk() throws IOException {
        disk = Optional.of(SmallDisk.mountedAt(folder, "size=1m,nr_inodes=200"));
    }

    @AfterEach
    void unmountIt() throws IOException {
        if (disk.isPresent()) {
            disk.get().close();
        }
    }

    @Test
    void saysThatTheDiskIsFullAndLeavesNothing() throws Exception {
        for (ArchiveFormat format : ArchiveFormat.values()) {
            assertThat(failure(megabytes(format), format))
                    .as(format.toString())
                    .isInstanceOf(Failure.DiskFull.class)
                    .extracting(Failure::message)
                    .asString()
                    .startsWith("No space left in " + folder.resolve("releases/app") + " (")
                    .contains("while unpacking artifact for ", "Free some space there and deploy again.");
            assertThat(Hostile.all(folder)).isEmpty();
        }
    }

    @Test
    void asksBeforehandWhereTheSizeIsKnown() throws Exception {
        byte[] content = new byte[9 << 20];
        byte[] tar = new RawTar()
                .header("large", '0', "", content.length)
                .content(content)
                .ended();
        byte[] zip = new RawZip()
                .with(new RawZip.Part("large", new byte[2 << 20]).deflated())
                .ended();

        assertThat(failure(RawTar.gzip(tar), ArchiveFormat.TAR_GZ).message()).contains(" free, 9.0 MiB needed)");
        assertThat(failure(zip, ArchiveFormat.ZIP).message()).contains(" free, 2.0 MiB needed)");
        assertThat(Hostile.all(folder)).isEmpty();
    }

    @Test
    void saysWhenTheNumberOfFilesRanOut() throws Exception {
        RawTar many = new RawTar();
        for (int i = 0; i < 300; i++) {
            many.file("f" + i, "");
        }

        assertThat(failure(many.ended(), ArchiveFormat.TAR))
                .isInstanceOf(Failure.DiskFull.class)
                .extracting(Failure::message)
                .asString()
                .contains("No space left in");
        assertThat(Hostile.all(folder)).isEmpty();
    }

    @Test
    void saysThatADiskIsReadOnly() throws Exception {
        disk.orElseThrow().makeReadOnly();

        assertThat(failure(new RawTar().ended(), ArchiveFormat.TAR))
                .isInstanceOf(Failure.CallFailed.class)
                .extracting(Failure::message)
                .asString()
                .contains("While trying to unpack artifact for ", "Read-only file system");
    }

    private Failure failure(byte[] archive, ArchiveFormat format) {
        PlatformException thrown = catchThrowableOfType(
                PlatformException.class,
                () -> Unpacker.withLimits(Limits.standard())
                        .unpack(
                                new ByteArrayInputStream(archive),
                                format,
                                RawTar.sha256(archive),
                                folder.resolve("releases/app")));
        assertThat(thrown).as("it was unpacked").isNotNull();
        return thrown.failure();
    }

    private static byte[] megabytes(ArchiveFormat format) {
        byte[] content = new byte[3 << 20];
        new Random(7).nextBytes(content);
        byte[] tar = new RawTar()
                .header("large", '0', "", content.length)
                .content(content)
                .ended();
        return switch (format) {
            case TAR_GZ -> RawTar.gzip(tar);
            case TAR_ZST -> RawTar.zstandard(tar);
            case TAR -> tar;
            case ZIP -> new RawZip().with(new RawZip.Part("large", content)).ended();
        };
    }
}
