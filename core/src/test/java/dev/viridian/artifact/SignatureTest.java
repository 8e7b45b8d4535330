package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.SignatureVerifier;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PlatformException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SignatureTest {
    private static final byte[] TAR_GZ =
            RawTar.gzip(new RawTar().file("a", "content").ended());
    private static final String DIGEST = RawTar.sha256(TAR_GZ);

    private final KeyPair key = pair("Ed25519");
    private final ArtifactStore store = new FileArtifactStore();

    @TempDir
    private Path folder;

    private Path file;
    private Artifact signed;

    @BeforeEach
    void writeAnArchive() throws Exception {
        file = Files.write(folder.resolve("orders-1.4.2.tar.gz"), TAR_GZ);
        signed = Artifact.of("file:" + file).signedBy(key.getPublic());
    }

    @Test
    void takesWhatItsKeySigned() throws Exception {
        Files.write(beside(), sign(key, DIGEST));
        assertThat(store.pin(signed).revision().sha256()).isEqualTo(DIGEST);

        Files.writeString(beside(), Base64.getMimeEncoder().encodeToString(sign(key, DIGEST)) + "\n");
        assertThat(store.pin(signed).revision().sha256()).isEqualTo(DIGEST);
    }

    @Test
    void refusesWhatIsNotSigned() {
        assertThat(problem(store, signed))
                .isEqualTo("it must have a signature that " + SignatureVerifier.ed25519(key.getPublic())
                        + " finds right, and there is none at " + beside() + ". Sign it, or no longer ask for it.");
    }

    @Test
    void refusesTheSignatureOfAnotherKey() throws Exception {
        Files.write(beside(), sign(pair("Ed25519"), DIGEST));

        assertThat(problem(store, signed))
                .startsWith("its signature " + beside() + " is by another key, or of other bits than those with the"
                        + " SHA-256 digest " + DIGEST);
    }

    @Test
    void refusesTheSignatureOfAnotherArtifact() throws Exception {
        Files.write(beside(), sign(key, "0".repeat(64)));

        assertThat(problem(store, signed)).contains("of other bits");
    }

    @Test
    void refusesAFlippedBitInAnyByte() throws Exception {
        byte[] right = sign(key, DIGEST);
        for (int bit = 0; bit < right.length * 8; bit += 9) {
            byte[] wrong = right.clone();
            wrong[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(SignatureVerifier.ed25519(key.getPublic()).problem(DIGEST, wrong))
                    .as("bit %d", bit)
                    .isPresent();
        }
    }

    @Test
    void refusesWhatIsNoSignature() throws Exception {
        for (String text : new String[] {"", "abc", "<html>404</html>", "x".repeat(9000)}) {
            Files.writeString(beside(), text);
            assertThat(problem(store, signed)).as(text).contains("is no Ed25519 signature", "Expected 64");
        }
    }

    @Test
    void looksForNoSignatureUnlessAsked() throws Exception {
        Files.writeString(beside(), "nonsense");

        assertThat(store.pin(Artifact.of("file:" + file)).revision().sha256()).isEqualTo(DIGEST);
    }

    @Test
    void refusesAnArtifactOfAStoreThatKnowsNoSignatures() {
        PlatformException thrown = catchThrowableOfType(
                PlatformException.class, () -> Pinning.of(signed).pin(new ByteArrayInputStream(TAR_GZ)));

        assertThat(thrown).hasMessageContaining("it must have a signature");
    }

    @Test
    void asksAVerifierOfTheUsers() throws Exception {
        Files.writeString(beside(), "by the release team");
        SignatureVerifier team = new SignatureVerifier() {
            @Override
            public Optional<String> problem(String sha256, byte[] signature) {
                String text = new String(signature, StandardCharsets.UTF_8);
                return sha256.equals(DIGEST) && text.equals("by the release team")
                        ? Optional.empty()
                        : Optional.of("is not by the team");
            }

            @Override
            public String toString() {
                return "the team's verifier";
            }
        };
        Artifact artifact = Artifact.of("file:" + file).signedBy(team);
        assertThat(store.pin(artifact).revision().sha256()).isEqualTo(DIGEST);

        Files.writeString(beside(), "by somebody");
        assertThat(problem(store, artifact))
                .isEqualTo(
                        "its signature " + beside() + " is not by the team. Expected one that the team's verifier finds"
                                + " right: sign it again, or find out who replaced it.");
    }

    @Test
    void findsSignaturesOnWebServers() throws Exception {
        byte[] signature = sign(key, DIGEST);
        try (RawServer server = new RawServer((request, number, out) -> {
            if (request.path().startsWith("/unsigned") && request.path().endsWith(".sig")) {
                RawServer.head(out, 404, "Content-Length: 0");
            } else {
                RawServer.ok(out, request.path().endsWith(".sig") ? signature : TAR_GZ);
            }
        })) {
            HttpArtifactStore web = new HttpArtifactStore();
            Artifact artifact =
                    Artifact.of(server.address("/a.tgz")).sha256(DIGEST).signedBy(key.getPublic());

            assertThat(web.pin(artifact).revision().sha256()).isEqualTo(DIGEST);
            assertThat(problem(web, artifact.signedBy(pair("Ed25519").getPublic())))
                    .contains("its signature " + server.address("/a.tgz.sig") + " is by another key");
            assertThat(problem(
                            web,
                            Artifact.of(server.address("/unsigned.tgz"))
                                    .sha256(DIGEST)
                                    .signedBy(key.getPublic())))
                    .contains("there is none at " + server.address("/unsigned.tgz.sig"));
        }
    }

    @Test
    void takesEd25519KeysOnly() {
        for (String other : new String[] {"Ed448", "EC"}) {
            assertThatThrownBy(() -> SignatureVerifier.ed25519(pair(other).getPublic()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Not an Ed25519 key");
        }
    }

    @Test
    void isPartOfTheArtifactAsAValue() {
        Artifact plain = Artifact.of("file:" + file);

        assertThat(plain.signedBy(key.getPublic())).isEqualTo(signed).isNotEqualTo(plain);
        assertThat(signed.version("1").sha256(DIGEST).verifier()).isEqualTo(signed.verifier());
    }

    private Path beside() {
        return folder.resolve("orders-1.4.2.tar.gz.sig");
    }

    private static String problem(ArtifactStore store, Artifact artifact) {
        PlatformException thrown = catchThrowableOfType(PlatformException.class, () -> store.pin(artifact));
        assertThat(thrown).as("it was pinned").isNotNull();
        assertThat(thrown.failure()).isInstanceOf(Failure.ArtifactRefused.class);
        return ((Failure.ArtifactRefused) thrown.failure()).problem();
    }

    private static byte[] sign(KeyPair pair, String digest) throws GeneralSecurityException {
        Signature signing = Signature.getInstance("Ed25519");
        signing.initSign(pair.getPrivate());
        signing.update(digest.getBytes(StandardCharsets.US_ASCII));
        return signing.sign();
    }

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
