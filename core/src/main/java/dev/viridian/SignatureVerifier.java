package dev.viridian;

import java.security.PublicKey;
import java.util.Optional;

/**
 * Proves that an artifact was signed by somebody who may. The signature lies beside the artifact, in a file of its name with
 * {@code .sig} added, and is proven when the artifact is pinned: from there on the artifact's digest stands for it.
 *
 * <p>This is a port: {@link #ed25519} is ours, cosign or gpg may stand behind one of yours.
 *
 * <pre>{@code
 * Artifact.of("https://releases.example.com/orders/1.4.2/orders.tar.gz").signedBy(releaseKey)
 * }</pre>
 */
public interface SignatureVerifier {
    /**
     * What is wrong with a signature; empty when it is right. May be called by several threads.
     *
     * @param sha256 the digest of the artifact, 64 hexadecimal digits in lower case
     * @param signature what the file beside it holds, at most 8192 bytes
     */
    Optional<String> problem(String sha256, byte[] signature);

    /** Whose signatures are right, for messages and plans: a name or the fingerprint of a key, never a secret. */
    @Override
    String toString();

    /**
     * By one Ed25519 key. What is signed is the digest: the 64 digits as text, without a line's end. The file beside holds the 64 bytes of the
     * signature, as they are or in Base64:
     *
     * <pre>{@code
     * printf %s "$(sha256sum < orders.tar.gz | cut -c-64)" > digest
     * openssl pkeyutl -sign -rawin -inkey release-key.pem -in digest -out orders.tar.gz.sig
     * }</pre>
     *
     * @throws IllegalArgumentException when it is another kind of key
     */
    static SignatureVerifier ed25519(PublicKey key) {
        return new Ed25519Verifier(key);
    }
}
