package dev.viridian.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The directory at the end of a zip archive. It alone says what the archive holds; the header that stands before each entry's content
 * must agree with it, and no two entries may share bytes, which is how small archives become enormous.
 */
final class ZipDirectory {
    private final ZipFileBytes file;
    private final Limits limits;

    ZipDirectory(FileChannel file, Limits limits) {
        this.file = new ZipFileBytes(file);
        this.limits = limits;
    }

    /** The entries in the order in which they lie in the file. */
    List<ZipRecord> read() throws IOException {
        long length = file.length();
        int tail = (int) Math.min(length, ZipEnd.LONGEST);
        ZipEnd end = ZipEnd.find(file.read(length - tail, tail, "its end").array(), length);
        requireFew(end);
        List<ZipRecord> records = records(end);
        records.sort(Comparator.comparingLong(ZipRecord::headerAt));
        long free = end.before();
        long unpacked = 0;
        List<ZipRecord> located = new ArrayList<>(records.size());
        for (ZipRecord record : records) {
            ZipRecord found = ZipLocalHeader.locate(file, record);
            requireOwnBytes(found, free, end.directoryAt());
            free = found.end();
            unpacked += Math.min(found.entry().size(), Long.MAX_VALUE - unpacked);
            located.add(found);
        }
        limits.requireRatio(length, unpacked);
        return located;
    }

    private void requireFew(ZipEnd end) throws ArchiveRefused {
        if (end.entries() > limits.entries()) {
            throw new ArchiveRefused("it has " + end.entries() + " entries, the limit is " + limits.entries()
                    + ". If that is meant, raise the entries in Limits.");
        }
        if (end.directoryBytes() > end.entries() * ZipCentralHeader.LONGEST) {
            throw new ArchiveRefused("its zip directory of " + Shown.bytes(end.directoryBytes()) + " is too long for "
                    + end.entries() + " entries.");
        }
    }

    private List<ZipRecord> records(ZipEnd end) throws IOException {
        List<ZipRecord> records = new ArrayList<>();
        long at = end.directoryAt();
        long directoryEnd = at + end.directoryBytes();
        for (long i = 0; i < end.entries(); i++) {
            if (at >= directoryEnd) {
                throw new ArchiveRefused("its zip directory says that it has " + end.entries()
                        + " entries and has only " + i + ", so readers disagree on what it holds.");
            }
            int most = (int) Math.min(ZipCentralHeader.LONGEST, directoryEnd - at);
            ByteBuffer bytes = file.window(at, most, "its zip directory");
            int before = bytes.position();
            records.add(ZipCentralHeader.parse(bytes, end.before()));
            at += bytes.position() - before;
        }
        if (at != directoryEnd) {
            throw new ArchiveRefused("its zip directory says that it has " + end.entries() + " entries and goes on for "
                    + (directoryEnd - at) + " bytes behind them, so readers disagree on what it holds.");
        }
        return records;
    }

    private static void requireOwnBytes(ZipRecord record, long free, long directoryAt) throws ArchiveRefused {
        if (record.headerAt() < free || record.end() > directoryAt) {
            throw ArchiveRefused.entry(
                    record.entry().name(),
                    "takes bytes " + record.headerAt() + " to " + record.end()
                            + " of the file, of which some belong to another entry or to the directory.");
        }
    }
}
