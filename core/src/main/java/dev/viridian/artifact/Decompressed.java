package dev.viridian.artifact;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a compressed stream holds. Members or frames that follow each other are one stream, as the tools have it; anything else after
 * one is refused.
 */
final class Decompressed extends ArchiveStream {
    private final String kind;
    private final Counted compressed;
    private final ArchiveStream bytes;
    private final Limits limits;
    private long count;

    /** Knows how to read what is compressed. */
    private interface Decompressor {
        ArchiveStream open(ArchiveStream compressed) throws IOException;
    }

    private Decompressed(String kind, ArchiveStream compressed, Limits limits, Decompressor decompressor)
            throws IOException {
        this.kind = kind;
        this.compressed = new Counted(compressed);
        this.limits = limits;
        try {
            this.bytes = decompressor.open(this.compressed);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /**
     * What is in the archive's compressed stream.
     *
     * @throws ArchiveRefused when it is not one
     */
    static ArchiveStream of(ArchiveFormat format, ArchiveStream compressed, Limits limits) throws IOException {
        return switch (format) {
            case TAR_GZ -> new Decompressed("gzip", compressed, limits, Gzip::open);
            case TAR_ZST -> new Decompressed("Zstandard", compressed, limits, Zstandard::open);
            case TAR, ZIP -> compressed;
        };
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return read(ByteBuffer.wrap(buffer, offset, length));
    }

    @Override
    int read(ByteBuffer into) throws IOException {
        try {
            int read = bytes.read(into);
            count += Math.max(0, read);
            limits.requireRatio(compressed.count, count);
            return read;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private IOException explained(IOException e) {
        if (e instanceof ArchiveRefused || compressed.failed) {
            return e;
        }
        if (e instanceof EOFException) {
            return new ArchiveRefused.CutOff("inside its " + kind + " data, after " + compressed.count + " bytes");
        }
        return new ArchiveRefused(
                "it is not sound " + kind + " data (" + e.getMessage() + ", near byte " + compressed.count + ").");
    }

    /** Reads on. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    /** Tells what the decompressor has taken so far, and whether it was the stream that failed rather than what is in it. */
    private static final class Counted extends ArchiveStream {
        private final ArchiveStream bytes;
        private long count;
        private boolean failed;

        Counted(ArchiveStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = orFailed(() -> bytes.read(buffer, offset, length));
            count += Math.max(0, read);
            return read;
        }

        @Override
        Optional<ByteBuffer> lend() throws IOException {
            Optional<ByteBuffer> lent = orFailed(bytes::lend);
            count += lent.map(ByteBuffer::remaining).orElse(0);
            return lent;
        }

        private <T> T orFailed(Reading<T> reading) throws IOException {
            try {
                return reading.read();
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
