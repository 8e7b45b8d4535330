package dev.viridian.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.Revision;
import dev.viridian.provision.HostArtifacts;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredArtifactsTest {
    @TempDir
    private Path folder;

    @Test
    void refusesWhatIsNotWhatWasPinned() throws IOException {
        Artifact artifact = published("first");
        HostArtifacts artifacts = artifacts();
        Revision first = artifacts.pin(artifact);
        published("second");
        artifacts.pin(artifact);

        assertThatThrownBy(() -> artifacts.unpack(artifact, first, "app"))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.ArtifactRefused.class))
                .hasMessageContaining("when it was pinned");
        assertThat(folder.resolve("home/app")).doesNotExist();
    }

    @Test
    void keepsNothingOfADownloadThatBecameAnother() throws IOException {
        Artifact artifact = published("first");
        HostArtifacts artifacts = artifacts();
        Revision first = artifacts.pin(artifact);
        published("second");

        assertThatThrownBy(() -> artifacts.download(artifact, first, "cache/orders.zip"))
                .isInstanceOf(PlatformException.class);
        assertThat(folder.resolve("home/cache")).isEmptyDirectory();
    }

    @Test
    void aDamagedFileIsFetchedAgain() throws IOException {
        Artifact artifact = published("first");
        HostArtifacts artifacts = artifacts();
        Revision first = artifacts.pin(artifact);
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/orders.zip"), "damaged");

        artifacts.download(artifact, first, "orders.zip");

        assertThat(artifacts.digestOf("orders.zip")).contains(first.sha256());
    }

    private HostArtifacts artifacts() {
        return LinuxHost.home(folder.resolve("home")).open().artifacts();
    }

    private Artifact published(String content) throws IOException {
        Path archive = folder.resolve("orders-1.4.2.zip");
        try (OutputStream file = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("orders.jar"));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return Artifact.of(archive.toUri().toString());
    }
}
