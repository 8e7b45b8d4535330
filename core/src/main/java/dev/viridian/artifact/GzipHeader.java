package dev.viridian.artifact;

import java.io.IOException;
import java.util.zip.CRC32;

/** What stands before each member of gzip: nothing of it is needed, all of it has to be right. */
final class GzipHeader {
    private static final int FIRST = 0x1f;
    private static final int SECOND = 0x8b;
    private static final int DEFLATE = 8;

    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xe0;

    /** The time of modification, what the compressor was asked for, and its system. */
    private static final int REST = 6;

    private final GzipInput input;
    private final CRC32 checksum = new CRC32();

    private GzipHeader(GzipInput input) {
        this.input = input;
    }

    /** Takes a header, and no byte of what follows. */
    static void pass(GzipInput input) throws IOException {
        new GzipHeader(input).pass();
    }

    private void pass() throws IOException {
        requireMagic(next(), next());
        int method = next();
        if (method != DEFLATE) {
            throw new IOException("its compression method is " + method + ", expected " + DEFLATE);
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new IOException("it has flags that mean nothing yet");
        }
        skip(REST);
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | (next() << 8));
        }
        skipText((flags & HAS_NAME) != 0);
        skipText((flags & HAS_COMMENT) != 0);
        requireChecksum((flags & HAS_CHECKSUM) != 0);
    }

    private static void requireMagic(int first, int second) throws IOException {
        if (first != FIRST || second != SECOND) {
            throw new IOException(
                    String.format("there is %02x %02x where 1f 8b should begin a part of it", first, second)
                            + kind(first, second));
        }
    }

    /** What else begins so, for who named an archive wrongly or was sent a page that says why there is none. */
    private static String kind(int first, int second) {
        if (first == 'P' && second == 'K') {
            return "; a zip archive begins so";
        }
        if (first == 0x28 && second == 0xb5) {
            return "; Zstandard data begins so";
        }
        return first == '<' ? "; a web page begins so" : "";
    }

    private void requireChecksum(boolean there) throws IOException {
        long expected = checksum.getValue() & 0xffff;
        if (there && input.number(2) != expected) {
            throw new IOException("the checksum (CRC-16) of its header is wrong");
        }
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private void skipText(boolean there) throws IOException {
        int last = there ? 1 : 0;
        while (last != 0) {
            last = next();
        }
    }

    private int next() throws IOException {
        int next = input.next();
        checksum.update(next);
        return next;
    }
}
