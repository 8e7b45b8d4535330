package dev.viridian.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that belongs to the caller, who closes it. */
final class LeftOpen extends FilterInputStream {
    LeftOpen(InputStream stream) {
        super(stream);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.read(buffer, offset, length);
    }

    @Override
    public void close() {
        // its owner does
    }
}
