package dev.viridian.artifact;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads Zstandard by the library {@code io.airlift:aircompressor}, which is Java alone; who deploys no {@code .tar.zst} need not have it.
 * It reads windows of up to 8 MiB, as all levels of {@code zstd} up to 19 make them, and so needs no more memory than that.
 */
final class Zstandard {
    private static final String LIBRARY = "io.airlift.compress.zstd.ZstdInputStream";

    private Zstandard() {}

    static ArchiveStream open(ArchiveStream compressed) throws IOException {
        if (!isThere()) {
            throw new ArchiveRefused(
                    "it is compressed by Zstandard, and the library that reads that is not on the class path. "
                            + "Add io.airlift:aircompressor:2.0.3, or publish it as .tar.gz.");
        }
        return new Frames(compressed);
    }

    private static boolean isThere() {
        try {
            Class.forName(LIBRARY, false, Zstandard.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Errors of the library as those of a stream. */
    private static final class Frames extends ArchiveStream {
        private final InputStream bytes;

        Frames(ArchiveStream compressed) {
            bytes = new ZstdInputStream(compressed);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return bytes.read(buffer, offset, length);
            } catch (MalformedInputException | IndexOutOfBoundsException e) { // it does not check every index itself
                throw new IOException(e.getMessage(), e);
            } catch (IOException e) {
                throw isCutOff(e) ? new EOFException(e.getMessage()) : e;
            } catch (LinkageError e) { // a JDK denies what is unsafe when it is used first
                throw denied(e);
            }
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }

        private static ArchiveRefused denied(LinkageError error) {
            ArchiveRefused refused = new ArchiveRefused(
                    "it is compressed by Zstandard, and this JDK does not let the library that reads that work ("
                            + error
                            + "). Start the program with --sun-misc-unsafe-memory-access=allow, or publish it as .tar.gz.");
            refused.initCause(error);
            return refused;
        }

        private static boolean isCutOff(IOException e) {
            return String.valueOf(e.getMessage()).contains("Not enough input bytes");
        }
    }
}
