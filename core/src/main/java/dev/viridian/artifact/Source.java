package dev.viridian.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The bytes of an archive as they come, counted and digested on their way. */
final class Source extends InputStream {
    private final InputStream bytes;
    private final MessageDigest digest = newDigest();
    private long count;

    Source(InputStream bytes) {
        this.bytes = bytes;
    }

    long count() {
        return count;
    }

    /** The digest of all that was read. To be asked once, at the end. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = readOn(buffer, offset, length);
        if (read > 0) {
            digest.update(buffer, offset, read);
            count += read;
        }
        return read;
    }

    @Override
    public void close() throws SourceFailed {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new SourceFailed(e);
        }
    }

    private int readOn(byte[] buffer, int offset, int length) throws SourceFailed {
        try {
            return bytes.read(buffer, offset, length);
        } catch (IOException e) {
            throw new SourceFailed(e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
