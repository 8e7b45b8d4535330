package dev.viridian.artifact;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Compressed bytes, taken one by one around what is compressed, and many at once inside of it. */
final class GzipInput implements Closeable {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ArchiveStream compressed;
    private ByteBuffer buffer = NOTHING;

    GzipInput(ArchiveStream compressed) {
        this.compressed = compressed;
    }

    boolean isAtEnd() throws IOException {
        return !buffer.hasRemaining() && !fill();
    }

    /** What comes next, one byte at least: what is taken from this buffer is taken from here. */
    ByteBuffer more() throws IOException {
        if (isAtEnd()) {
            throw new EOFException("it ends too early");
        }
        return buffer;
    }

    int next() throws IOException {
        return more().get() & 0xff;
    }

    /** A number of so many bytes, the lowest first. */
    long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) next() << (8 * i);
        }
        return number;
    }

    private boolean fill() throws IOException {
        buffer = compressed.lend().orElse(NOTHING);
        return buffer.hasRemaining();
    }

    @Override
    public void close() throws IOException {
        compressed.close();
    }
}
