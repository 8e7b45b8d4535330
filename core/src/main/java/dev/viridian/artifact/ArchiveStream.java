package dev.viridian.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The bytes of an archive on their way. Whoever takes them can have them lent in the buffer that they are in, and whoever has them can write them into
 * the buffer that they go to, so that large archives are copied no more often than they have to be.
 */
abstract class ArchiveStream extends ByteStream {
    private static final int BUFFER = 1 << 17;

    private byte[] own = {};

    /** The next bytes, one at least, in a buffer that is the caller's until the next call; empty at the end. */
    Optional<ByteBuffer> lend() throws IOException {
        byte[] buffer = own();
        int read = read(buffer, 0, buffer.length);
        return read < 0 ? Optional.empty() : Optional.of(ByteBuffer.wrap(buffer, 0, read));
    }

    /** Reads into what is left of a buffer, as into an array. */
    int read(ByteBuffer into) throws IOException {
        if (into.hasArray()) {
            int read = read(into.array(), into.arrayOffset() + into.position(), into.remaining());
            into.position(into.position() + Math.max(0, read));
            return read;
        }
        byte[] buffer = own();
        int read = read(buffer, 0, Math.min(buffer.length, into.remaining()));
        into.put(buffer, 0, Math.max(0, read));
        return read;
    }

    private byte[] own() {
        own = own.length > 0 ? own : new byte[BUFFER];
        return own;
    }
}
