package dev.viridian.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.Revision;
import dev.viridian.artifact.FileArtifactStore;
import dev.viridian.provision.HostArtifacts;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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

    @Test
    void provesWhatItsStoreOnlySaidOfIt() throws IOException {
        String said = "1".repeat(64);
        Artifact artifact = published("first");
        String published = new FileArtifactStore().pin(artifact).revision().sha256();
        HostArtifacts artifacts = LinuxHost.home(folder.resolve("home"))
                .artifactsFrom(new Saying(said))
                .open()
                .artifacts();
        Revision revision = artifacts.pin(artifact);

        assertThat(revision.sha256()).isEqualTo(said);
        assertThatThrownBy(() -> artifacts.unpack(artifact, revision, "app"))
                .hasMessageContaining("have the SHA-256 digest " + published + ", expected " + said);
        assertThatThrownBy(() -> artifacts.download(artifact, revision, "orders.zip"))
                .hasMessageContaining("has SHA-256 " + published + ", expected " + said);
        assertThat(folder.resolve("home")).isEmptyDirectory();
    }

    /** A store of files that says of each that it has this digest. */
    private record Saying(String sha256) implements ArtifactStore {
        @Override
        public Set<String> schemes() {
            return Set.of("file");
        }

        @Override
        public PinnedArtifact pin(Artifact artifact) {
            throw new AssertionError("read twice: " + artifact);
        }

        @Override
        public PinnedArtifact find(Artifact artifact) {
            PinnedArtifact pinned = new FileArtifactStore().pin(artifact);
            return new PinnedArtifact(artifact, pinned.location(), new Revision("1.4.2", sha256), pinned.bytes());
        }

        @Override
        public InputStream open(PinnedArtifact artifact) {
            return new FileArtifactStore().open(artifact);
        }
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
