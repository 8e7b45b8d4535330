package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Artifact;
import dev.viridian.Revision;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArtifactStoresTest {
    @Test
    void findsTheStoreOfFilesByItself() {
        assertThat(ArtifactStores.installed().schemes()).contains("file");
    }

    @Test
    void givesEachArtifactToTheStoreOfItsScheme() throws Exception {
        ArtifactStores stores = ArtifactStores.of(new FileArtifactStore(), new Memory("s3"), new Memory("gs"));

        PinnedArtifact pinned = stores.pin(Artifact.of("S3://releases/a.zip"));

        assertThat(pinned.location()).isEqualTo("s3 has it");
        assertThat(stores.find(pinned.artifact()).location()).isEqualTo("s3 knows it");
        try (InputStream bits = stores.open(pinned)) {
            assertThat(bits).hasContent("from s3");
        }
        assertThat(stores.schemes()).containsExactlyInAnyOrder("file", "s3", "gs");
    }

    @Test
    void saysWhichSchemesThereAreAndWhichModuleBringsTheMissingOne() {
        ArtifactStores stores = ArtifactStores.of(new FileArtifactStore(), new Memory("gs"));

        assertThatThrownBy(() -> stores.pin(Artifact.of("s3://releases/a.zip")))
                .hasMessage(
                        "Artifact s3://releases/a.zip cannot be deployed: there is no artifact store for the scheme 's3',"
                                + " only for: file, gs. The module viridian-aws brings one: add it to the class path or module path.");
        assertThatThrownBy(() -> stores.pin(Artifact.of("ftp://host/a.zip")))
                .hasMessageEndingWith("for the scheme 'ftp', only for: file, gs. Give a store for it explicitly.");
    }

    @Test
    void refusesTwoStoresForOneScheme() {
        assertThatThrownBy(() -> ArtifactStores.of(new FileArtifactStore(), new Memory("file")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("serve the scheme 'file'")
                .hasMessageContaining(FileArtifactStore.class.getName())
                .hasMessageContaining(Memory.class.getName());
    }

    private record Memory(String scheme) implements ArtifactStore {
        @Override
        public Set<String> schemes() {
            return Set.of(scheme);
        }

        @Override
        public PinnedArtifact pin(Artifact artifact) {
            return new PinnedArtifact(artifact, scheme + " has it", new Revision("1", "0".repeat(64)), 1);
        }

        @Override
        public PinnedArtifact find(Artifact artifact) {
            return new PinnedArtifact(artifact, scheme + " knows it", new Revision("1", "0".repeat(64)), 1);
        }

        @Override
        public InputStream open(PinnedArtifact artifact) {
            return new ByteArrayInputStream(("from " + scheme).getBytes(StandardCharsets.UTF_8));
        }
    }
}
