package dev.viridian.artifact;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * What a gzip stream holds. Members that follow each other are one stream, as gzip has it; anything else after a member is refused.
 */
final class Gunzip extends InputStream {
    private static final int BUFFER = 1 << 16;

    private final Source source;
    private final InputStream unpacked;
    private final Limits limits;
    private long count;

    Gunzip(Source source, Limits limits) throws IOException {
        this.source = source;
        this.limits = limits;
        try {
            unpacked = GzipCompressorInputStream.builder()
                    .setInputStream(source)
                    .setBufferSize(BUFFER)
                    .setDecompressConcatenated(true)
                    .get();
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int read = unpacked.read(buffer, offset, length);
            count += Math.max(0, read);
            limits.requireRatio(source.count(), count);
            return read;
        } catch (SourceFailed | ArchiveRefused e) {
            throw e;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public void close() throws IOException {
        unpacked.close();
    }

    private IOException explained(IOException e) {
        if (e instanceof SourceFailed) {
            return e;
        }
        if (e instanceof EOFException) {
            return new ArchiveRefused.CutOff("inside its gzip data, after " + source.count() + " bytes");
        }
        return new ArchiveRefused(
                "it is not sound gzip data (" + e.getMessage() + ", near byte " + source.count() + ").");
    }
}
