package dev.viridian;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Signatures by one Ed25519 key, of the digest as text: the JDK holds all that it verifies by Ed25519 in memory.
 *
 * @param key the key
 */
record Ed25519Verifier(PublicKey key) implements SignatureVerifier {
    private static final int SIGNATURE = 64;

    Ed25519Verifier {
        boolean right = key instanceof EdECPublicKey edwards
                && edwards.getParams().getName().equals("Ed25519");
        if (!right) {
            throw new IllegalArgumentException("Not an Ed25519 key but one of " + key.getAlgorithm()
                    + ". Expected one such as openssl genpkey -algorithm ed25519 makes.");
        }
    }

    @Override
    public Optional<String> problem(String sha256, byte[] signature) {
        Optional<byte[]> raw = signature.length == SIGNATURE ? Optional.of(signature) : unwrapped(signature);
        if (raw.isEmpty()) {
            return Optional.of("is no Ed25519 signature: it has " + signature.length
                    + " bytes. Expected 64, as they are or in Base64");
        }
        return verifies(sha256, raw.get())
                ? Optional.empty()
                : Optional.of("is by another key, or of other bits than those with the SHA-256 digest " + sha256);
    }

    @Override
    public String toString() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return "Ed25519 key " + HexFormat.of().formatHex(digest, 0, 6);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }

    private static Optional<byte[]> unwrapped(byte[] text) {
        try {
            byte[] raw =
                    Base64.getDecoder().decode(new String(text, StandardCharsets.ISO_8859_1).replaceAll("\\s", ""));
            return Optional.of(raw).filter(bytes -> bytes.length == SIGNATURE);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no Base64
        }
    }

    private boolean verifies(String sha256, byte[] raw) {
        try {
            Signature verifying = Signature.getInstance("Ed25519");
            verifying.initVerify(key);
            verifying.update(sha256.getBytes(StandardCharsets.US_ASCII));
            return verifying.verify(raw);
        } catch (SignatureException e) {
            return false; // 64 bytes that no key makes
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "This Java runtime cannot verify by Ed25519. Add its module jdk.crypto.ec.", e);
        }
    }
}
