package dev.viridian.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The end of what a process writes, in bounded memory. It is read as it comes and never waited for: a child may keep it open for ever. */
final class OutputTail {
    /** How much of it is kept. */
    static final int MOST = 64 * 1024;

    private final InputStream stream;
    private final byte[] ring = new byte[MOST];
    private long written;

    OutputTail(InputStream stream) {
        this.stream = stream;
    }

    /** Takes what is there now. */
    void take() throws IOException {
        byte[] piece = new byte[8 * 1024];
        for (int there = stream.available(); there > 0; there = stream.available()) {
            int read = stream.read(piece, 0, Math.min(there, piece.length));
            for (int index = 0; index < read; index++) {
                ring[(int) (written++ % MOST)] = piece[index];
            }
        }
    }

    String text() {
        int length = (int) Math.min(written, MOST);
        byte[] end = new byte[length];
        for (int index = 0; index < length; index++) {
            end[index] = ring[(int) ((written - length + index) % MOST)];
        }
        return new String(end, StandardCharsets.UTF_8);
    }
}
