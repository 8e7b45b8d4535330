package dev.viridian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactTest {
    private static final String DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://my_bucket/nightly builds/orders #7.tar.gz",
                "s3://releases/a%20b?c=d#e",
                "file:/builds/orders.tar.gz",
                "file:///C:/builds/orders.tar.gz",
                "https://host:8443/orders.tar.gz?versionId=1"
            })
    void keepsTheTextOfItsLocationAsItWasGiven(String location) {
        Artifact artifact = Artifact.of(location);

        assertThat(artifact.location()).isEqualTo(location);
        assertThat(artifact).hasToString(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders.tar.gz",
                "/builds/orders.tar.gz",
                "s3:",
                "://bucket/key",
                "1s:key",
                " s3://bucket/key"
            })
    void refusesWhatHasNoSchemeOrNothingAfterIt(String location) {
        assertThatThrownBy(() -> Artifact.of(location))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Not the location of an artifact: '" + location + "'. Expected a scheme and a path");
    }

    @Test
    void isTheSameFromATextAndFromAUri() {
        assertThat(Artifact.of(URI.create("s3://b/orders-1.0.tar.gz")))
                .isEqualTo(Artifact.of("s3://b/orders-1.0.tar.gz"));
    }

    @ParameterizedTest
    @CsvSource({
        "s3://releases/orders-1.1.tar.gz, 1.1",
        "s3://releases/orders/1.4.2/orders.tar.gz, 1.4.2",
        "s3://releases/1.4/orders-1.4.2.tar.gz, 1.4.2",
        "s3://releases/orders_2.0.zip, 2.0",
        "s3://releases/orders/v3.1.4/orders.tgz, 3.1.4",
        "s3://releases/orders-v3.1.jar, 3.1",
        "s3://releases/orders-1.5-SNAPSHOT.jar, 1.5-SNAPSHOT",
        "s3://releases/orders-1.5-rc.1.tar.gz, 1.5-rc.1",
        "s3://releases/orders-1.5+build7.tar.zst, 1.5+build7",
        "s3://releases/nightly builds/orders #7-1.1.tar.gz, 1.1",
        "https://host/orders-1.1.tar.gz?versionId=9, 1.1",
        "file:/builds/1.0, 1.0"
    })
    void readsTheVersionFromItsLocation(String location, String version) {
        assertThat(Artifact.of(location).version()).contains(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://releases/orders.tar.gz",
                "s3://releases/orders-7.tar.gz",
                "file:/java17/orders.jar",
                "s3://b/latest"
            })
    void readsNoVersionWhereThereIsNone(String location) {
        assertThat(Artifact.of(location).version()).isEmpty();
    }

    @Test
    void theVersionThatWasGivenIsTheOne() {
        assertThat(Artifact.of("s3://b/orders-1.1.tar.gz").version("winter").version())
                .contains("winter");
        assertThatThrownBy(() -> Artifact.of("s3://b/orders-1.1.tar.gz").version(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The version of s3://b/orders-1.1.tar.gz is blank");
    }

    @Test
    void aDigestIsKeptInLowerCase() {
        assertThat(Artifact.of("s3://b/k")
                        .sha256(DIGEST.toUpperCase(Locale.ROOT))
                        .sha256())
                .contains(DIGEST);
        assertThat(Artifact.of("s3://b/k").sha256()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "9f86d081884c7d65",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0g",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a080"
            })
    void aDigestThatIsNoneIsRefused(String digest) {
        assertThatThrownBy(() -> Artifact.of("s3://b/k").sha256(digest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not a SHA-256 digest of s3://b/k: '" + digest + "'. Expected 64 hexadecimal digits.");
    }

    @Test
    void knowsItsSchemeAndFileName() {
        assertThat(Artifact.of("S3://b/a b/orders #7.tar.gz").scheme()).isEqualTo("s3");
        assertThat(Artifact.of("S3://b/a b/orders #7.tar.gz").fileName()).isEqualTo("orders #7.tar.gz");
        assertThat(Artifact.of("file:orders.zip").fileName()).isEqualTo("orders.zip");
    }

    @Test
    void isAValue() {
        Artifact plain = Artifact.of("s3://b/k");
        Artifact versioned = plain.version("1");
        Artifact digested = plain.sha256(DIGEST);

        assertThat(plain.version()).isEmpty();
        assertThat(versioned)
                .isEqualTo(Artifact.of("s3://b/k").version("1"))
                .hasSameHashCodeAs(Artifact.of("s3://b/k").version("1"));
        assertThat(plain).isNotEqualTo(versioned).isNotEqualTo(digested).isNotEqualTo(Artifact.of("s3://b/other"));
        assertThat(versioned.sha256(DIGEST)).isEqualTo(digested.version("1"));
    }
}
