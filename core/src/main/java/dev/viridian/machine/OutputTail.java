package dev.viridian.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The end of what a process writes, in bounded memory. It is read as it comes and never waited for: a child may keep it open for ever. */
final class OutputTail {
    /** How much of it is kept. */
    static final int MOST = 64 * 1024;

    /** How much is taken at once: more than a pipe holds, so that of what has ended nothing is left. */
    private static final int MOST_AT_ONCE = 1024 * 1024;

    private final InputStream stream;
    private final byte[] ring = new byte[MOST];
    private long written;

    OutputTail(InputStream stream) {
        this.stream = stream;
    }

    /** Takes what is there now; of one that writes without an end only so much that its limit can be looked at in between. */
    void take() throws IOException {
        byte[] piece = new byte[8 * 1024];
        long end = written + MOST_AT_ONCE;
        for (int there = stream.available(); there > 0 && written < end; there = stream.available()) {
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
