package dev.viridian.testing.host;

import dev.viridian.Artifact;
import dev.viridian.Revision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** An artifact that can be fetched. Its digest is that of its content, so that other content is another revision. */
record PublishedArtifact(Revision revision, Map<String, String> files) {
    static PublishedArtifact of(Artifact artifact, Map<String, String> content) {
        Map<String, String> sorted = new TreeMap<>(content);
        String digest = sha256(sorted.toString().getBytes(StandardCharsets.UTF_8));
        String version = artifact.version().orElse("sha-" + digest.substring(0, 12));
        return new PublishedArtifact(new Revision(version, digest), sorted);
    }

    /** What it takes on a disk. */
    long bytes() {
        return files.values().stream().mapToLong(String::length).sum();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Each Java knows SHA-256.", e);
        }
    }
}
