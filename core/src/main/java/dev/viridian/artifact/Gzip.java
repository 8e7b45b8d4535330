package dev.viridian.artifact;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Reads gzip. */
final class Gzip {
    private static final int BUFFER = 1 << 16;

    private Gzip() {}

    static InputStream open(InputStream compressed) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(compressed)
                .setBufferSize(BUFFER)
                .setDecompressConcatenated(true)
                .get();
    }
}
