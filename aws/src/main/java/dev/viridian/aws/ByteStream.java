package dev.viridian.aws;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is read by many bytes at once; a single one is read as they are. */
abstract class ByteStream extends InputStream {
    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] buffer, int offset, int length) throws IOException;
}
