package dev.viridian.artifact;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads gzip (RFC 1952). Members that follow each other are one stream; anything else behind one is refused, which the JDK's own reader passes over.
 * What is wrong is an {@link IOException} that says so, what is cut off an {@link EOFException}.
 */
final class Gzip extends ArchiveStream {
    private final GzipInput input;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private boolean ended;

    private Gzip(GzipInput input) {
        this.input = input;
    }

    /** @throws IOException when it does not begin as gzip does */
    static Gzip open(ArchiveStream compressed) throws IOException {
        GzipInput input = new GzipInput(compressed);
        GzipHeader.pass(input);
        return new Gzip(input);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return read(ByteBuffer.wrap(buffer, offset, length));
    }

    @Override
    int read(ByteBuffer into) throws IOException {
        ByteBuffer unpacked = into.slice();
        while (!ended && into.hasRemaining()) {
            int read = inflate(into);
            if (read > 0) {
                checksum.update(unpacked.limit(read));
                return read;
            }
            if (inflater.finished()) {
                endMember();
            } else {
                inflater.setInput(input.more());
            }
        }
        return ended ? -1 : 0;
    }

    private int inflate(ByteBuffer into) throws IOException {
        try {
            return inflater.inflate(into);
        } catch (DataFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void endMember() throws IOException {
        if (input.number(4) != checksum.getValue()) {
            throw new IOException("its checksum (CRC-32) is wrong");
        }
        long said = input.number(4);
        long found = inflater.getBytesWritten() & 0xffff_ffffL;
        if (said != found) {
            throw new IOException("it unpacks to " + found + " bytes and says " + said);
        }
        checksum.reset();
        inflater.reset();
        ended = input.isAtEnd();
        if (!ended) {
            GzipHeader.pass(input);
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        input.close();
    }
}
