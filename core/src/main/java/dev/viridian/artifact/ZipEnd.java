package dev.viridian.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The end of a zip archive, which says where its directory is.
 *
 * @param entries how many entries the directory has
 * @param directoryAt where the directory begins in the file
 * @param directoryBytes how long it is
 * @param before how many bytes stand before the archive, such as a script that starts a jar; all offsets count from behind them
 */
record ZipEnd(long entries, long directoryAt, long directoryBytes, long before) {
    /** The end, the longest comment, and what a large archive has before its end. */
    static final int LONGEST = 22 + 0xffff + 20 + 56;

    private static final int END = 0x06054b50;
    private static final int LARGE_LOCATOR = 0x07064b50;
    private static final int LARGE_END = 0x06064b50;
    private static final long IN_LARGE = 0xffffffffL;

    /**
     * Finds it.
     *
     * @param tail the last bytes of the archive, {@link #LONGEST} of them or all
     * @param length the length of the archive
     */
    static ZipEnd find(byte[] tail, long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = tail.length - 22; at >= 0; at--) {
            if (bytes.getInt(at) == END && at + 22 + unsigned(bytes.getShort(at + 20)) == tail.length) {
                return read(bytes, at, length);
            }
        }
        throw new ArchiveRefused.CutOff("without the directory that ends a zip archive, or it has more behind that");
    }

    private static ZipEnd read(ByteBuffer bytes, int at, long length) throws ArchiveRefused {
        long tailAt = length - bytes.limit();
        Optional<Integer> large = large(bytes, at);
        long end = tailAt + large.orElse(at);
        boolean severalParts =
                bytes.getShort(at + 4) != bytes.getShort(at + 6) || bytes.getShort(at + 8) != bytes.getShort(at + 10);
        if (severalParts) {
            throw new ArchiveRefused("it is one part of a zip archive of several parts. Build it as one file.");
        }
        long entries = large.isPresent() ? bytes.getLong(large.get() + 32) : unsigned(bytes.getShort(at + 10));
        long directoryBytes = large.isPresent() ? bytes.getLong(large.get() + 40) : unsigned(bytes.getInt(at + 12));
        long offset = large.isPresent() ? bytes.getLong(large.get() + 48) : unsigned(bytes.getInt(at + 16));
        long before = end - directoryBytes - offset;
        if (entries < 0 || directoryBytes < 0 || offset < 0 || before < 0 || directoryBytes > end) {
            throw new ArchiveRefused("it is damaged: its end says that a directory of " + directoryBytes
                    + " bytes begins at byte " + offset + ", and the directory ends at byte " + end + ".");
        }
        return new ZipEnd(entries, end - directoryBytes, directoryBytes, before);
    }

    /** Where the end of a large archive (zip64) is, if there is one. */
    private static Optional<Integer> large(ByteBuffer bytes, int at) throws ArchiveRefused {
        boolean located = at >= 20 && bytes.getInt(at - 20) == LARGE_LOCATOR;
        if (located && at >= 76 && bytes.getInt(at - 76) == LARGE_END) {
            return Optional.of(at - 76);
        }
        if (located || unsigned(bytes.getInt(at + 16)) == IN_LARGE) {
            throw new ArchiveRefused("it is damaged: the zip64 record that should stand before its end is not there.");
        }
        return Optional.empty();
    }

    static int unsigned(short value) {
        return value & 0xffff;
    }

    static long unsigned(int value) {
        return value & 0xffffffffL;
    }
}
