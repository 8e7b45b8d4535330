package dev.viridian.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Supplier;

/** The blocks of a tar archive; content is written from the very buffers that it comes in. */
final class TarBlocks {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ArchiveStream archive;
    private ByteBuffer buffer = NOTHING;
    private long position;

    TarBlocks(ArchiveStream archive) {
        this.archive = archive;
    }

    /** How many bytes were taken. */
    long position() {
        return position;
    }

    /** Takes so many bytes, and the padding up to the next block. */
    byte[] take(int bytes, Supplier<String> what) throws IOException {
        byte[] taken = new byte[bytes];
        int done = 0;
        while (done < bytes) {
            int part = available(bytes - done, what);
            buffer.get(taken, done, part);
            done += part;
        }
        position += bytes;
        skip(padding(bytes), what);
        return taken;
    }

    /** Writes so many bytes to a channel. */
    void write(long bytes, WritableByteChannel channel, Supplier<String> what) throws IOException {
        long left = bytes;
        while (left > 0) {
            int bytesThere = available(left, what);
            ByteBuffer part = buffer.slice(buffer.position(), bytesThere);
            left -= bytesThere;
            buffer.position(buffer.position() + bytesThere);
            while (part.hasRemaining()) {
                channel.write(part);
            }
        }
        position += bytes;
    }

    void skip(long bytes, Supplier<String> what) throws IOException {
        long left = bytes;
        while (left > 0) {
            int part = available(left, what);
            buffer.position(buffer.position() + part);
            left -= part;
        }
        position += bytes;
    }

    /** Reads on to the end; only zeros may come. */
    void requireNothingMore() throws IOException {
        while (buffer.hasRemaining() || fill()) {
            position++;
            if (buffer.get() != 0) {
                throw new ArchiveRefused("after the end of its tar archive, at byte " + (position - 1)
                        + ", more follows. Some readers would unpack that too: build it again as one archive.");
            }
        }
    }

    static int padding(long bytes) {
        return (int) (-bytes & (TarHeader.BLOCK - 1));
    }

    /** How many of the bytes wanted are in the buffer: at least one. */
    private int available(long wanted, Supplier<String> what) throws IOException {
        if (!buffer.hasRemaining() && !fill()) {
            throw new ArchiveRefused.CutOff(what.get());
        }
        return (int) Math.min(wanted, buffer.remaining());
    }

    private boolean fill() throws IOException {
        buffer = archive.lend().orElse(NOTHING);
        return buffer.hasRemaining();
    }
}
