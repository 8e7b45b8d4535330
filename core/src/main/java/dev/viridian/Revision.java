package dev.viridian;

/**
 * The artifact pinned: exactly these bits and no others.
 *
 * @param version the name people know it by, for instance {@code 1.4.2}
 * @param sha256 the SHA-256 digest of the artifact, 64 hexadecimal digits in lower case
 */
public record Revision(String version, String sha256) {
    /** The first twelve digits of the digest: enough to tell revisions apart in a message. */
    public String shortDigest() {
        return sha256.substring(0, Math.min(12, sha256.length()));
    }

    @Override
    public String toString() {
        return version + " (sha256 " + shortDigest() + ")";
    }
}
