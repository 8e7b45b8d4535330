package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Artifact;
import dev.viridian.Revision;
import dev.viridian.spi.PinnedArtifact;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Without reading the bits; where they are read, the tests of the stores look at it. */
class PinningTest {
    private static final String DIGEST = "1".repeat(64);
    private static final String OTHER = "2".repeat(64);
    private static final Artifact ARTIFACT = Artifact.of("s3://releases/orders-1.4.2.zip");

    @Test
    void takesTheDigestThatTheStoreKeeps() {
        assertThat(Pinning.of(ARTIFACT).at("there").unread(Optional.of(DIGEST), 7))
                .isEqualTo(new PinnedArtifact(ARTIFACT, "there", new Revision("1.4.2", DIGEST), 7));
    }

    @Test
    void takesTheOneThatIsAskedForOrLiesBesideItWhereTheStoreKeepsNone() {
        Artifact asking = ARTIFACT.sha256(DIGEST);
        Pinning beside = Pinning.of(ARTIFACT).beside(new DigestFile("beside", OTHER));

        assertThat(Pinning.of(asking).unread(Optional.empty(), 7).revision().sha256())
                .isEqualTo(DIGEST);
        assertThat(beside.unread(Optional.empty(), 7).revision().sha256()).isEqualTo(OTHER);
    }

    @Test
    void refusesOneThatIsNotWhatIsAskedForOrLiesBesideIt() {
        Pinning asking = Pinning.of(ARTIFACT.sha256(DIGEST));
        Pinning beside = Pinning.of(ARTIFACT).beside(new DigestFile("orders.zip.sha256", DIGEST));

        assertThatThrownBy(() -> asking.unread(Optional.of(OTHER), 7))
                .hasMessageContaining("it has the SHA-256 digest " + OTHER + ", but the deployment asks for " + DIGEST);
        assertThatThrownBy(() -> beside.unread(Optional.of(OTHER), 7))
                .hasMessageContaining(
                        "it has the SHA-256 digest " + OTHER + ", but orders.zip.sha256 asks for " + DIGEST);
    }

    @Test
    void saysThatADigestIsNeeded() {
        assertThatThrownBy(() -> Pinning.of(ARTIFACT).unread(Optional.empty(), 7))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No SHA-256 digest is known of s3://releases/orders-1.4.2.zip");
    }
}
