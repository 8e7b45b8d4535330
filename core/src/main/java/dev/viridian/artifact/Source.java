package dev.viridian.artifact;

import dev.viridian.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** The bytes of an archive as they come, counted and digested on their way. */
final class Source extends ArchiveStream {
    private final InputStream bytes;
    private final MessageDigest digest = Sha256.begun();
    private long count;

    Source(InputStream bytes) {
        this.bytes = bytes;
    }

    long count() {
        return count;
    }

    /** The digest of all that was read. To be asked once, at the end. */
    String sha256() {
        return Sha256.hexadecimal(digest);
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
}
