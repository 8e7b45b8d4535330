package dev.viridian;

import java.util.Locale;

/**
 * The artifact pinned: exactly these bits and no others.
 *
 * @param version the name people know it by, for instance {@code 1.4.2}
 * @param sha256 the SHA-256 digest of the artifact, 64 hexadecimal digits in lower case
 */
public record Revision(String version, String sha256) {
    private static final int SHORT = 12;

    /** The first twelve digits of the digest: enough to tell revisions apart in a message. */
    public String shortDigest() {
        return sha256.substring(0, Math.min(SHORT, sha256.length()));
    }

    /** Whether that is what a person calls it: its version, or the beginning of its digest, twelve digits of it at least. */
    public boolean isCalled(String name) {
        return version.equals(name) || (name.length() >= SHORT && sha256.startsWith(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return version + " (sha256 " + shortDigest() + ")";
    }
}
