package dev.viridian.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Reads parts of a zip file, ahead where it is read on and on. */
final class ZipFileBytes {
    private static final int AHEAD = 1 << 15;

    private final FileChannel file;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;

    ZipFileBytes(FileChannel file) {
        this.file = file;
    }

    long length() throws IOException {
        return file.size();
    }

    /** Exactly so many bytes. */
    ByteBuffer read(long at, int bytes, String what) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        fill(buffer, at);
        if (buffer.hasRemaining()) {
            throw new ArchiveRefused.CutOff("inside " + what + ", at byte " + (at + buffer.position()));
        }
        return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** At least so many bytes from a position on, or those that there are. To be used until the next call. */
    ByteBuffer window(long at, int bytes, String what) throws IOException {
        if (at < windowAt || at + bytes > windowAt + window.limit()) {
            window = ByteBuffer.allocate((int) Math.min(Math.max(2 * bytes, AHEAD), file.size() - at));
            windowAt = at;
            fill(window, at);
            window.flip().order(ByteOrder.LITTLE_ENDIAN);
        }
        if (window.limit() - (at - windowAt) < bytes) {
            throw new ArchiveRefused.CutOff("inside " + what + ", at byte " + at);
        }
        return window.position((int) (at - windowAt));
    }

    private void fill(ByteBuffer buffer, long at) throws IOException {
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = file.read(buffer, at + buffer.position());
        }
    }
}
