package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Unpacks an archive that must be refused, in a folder beside which a bystander watches, and looks whether anything is left. */
final class Hostile {
    private final Path folder;
    private final Unpacker unpacker;

    Hostile(Path folder, Limits limits) {
        this.folder = folder;
        this.unpacker = Unpacker.withLimits(limits);
    }

    Failure.ArtifactRefused refused(byte[] archive, ArchiveFormat format) throws IOException {
        Path outside = Files.writeString(folder.resolve("bystander"), "untouched");
        Path releases = Files.createDirectory(folder.resolve("releases"));
        PlatformException thrown = catchThrowableOfType(
                PlatformException.class,
                () -> unpacker.unpack(
                        new ByteArrayInputStream(archive), format, RawTar.sha256(archive), releases.resolve("1.4.2")));
        assertThat(thrown).as("the archive was unpacked: %s", all(folder)).isNotNull();
        assertThat(all(folder)).containsExactlyInAnyOrder(outside, releases);
        assertThat(outside).hasContent("untouched");
        assertThat(thrown.failure()).isInstanceOf(Failure.ArtifactRefused.class);
        return (Failure.ArtifactRefused) thrown.failure();
    }

    static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder)).toList();
        }
    }
}
