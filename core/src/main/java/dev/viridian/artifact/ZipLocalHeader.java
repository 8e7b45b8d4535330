package dev.viridian.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The header before the content of a zip entry. It says again what the directory says; where it says something else, it lies. */
final class ZipLocalHeader {
    private static final int SIGNATURE = 0x04034b50;
    private static final int BYTES = 30;
    private static final int SIZES_FOLLOW = 1 << 3;
    private static final long IN_LARGE = 0xffffffffL;

    private ZipLocalHeader() {}

    /** The record with the place of its content. */
    static ZipRecord locate(ZipFileBytes file, ZipRecord record) throws IOException {
        String name = record.entry().name();
        String what = "the header of its entry " + Shown.name(name);
        if (record.headerAt() > file.length() - BYTES) {
            throw new ArchiveRefused.CutOff("before " + what);
        }
        ByteBuffer header = file.window(record.headerAt(), BYTES, what).slice();
        header.order(ByteOrder.LITTLE_ENDIAN);
        require(header.getInt(0) == SIGNATURE, name, "signature");
        require(ZipEnd.unsigned(header.getShort(8)) == record.method(), name, "compression method");
        int nameBytes = ZipEnd.unsigned(header.getShort(26));
        byte[] expected = name.getBytes(StandardCharsets.UTF_8);
        require(nameBytes == expected.length, name, "length of the name");
        long contentAt = record.headerAt() + BYTES + nameBytes + ZipEnd.unsigned(header.getShort(28));
        if ((header.getShort(6) & SIZES_FOLLOW) == 0) {
            requireSizes(header, record);
        }
        byte[] found = new byte[nameBytes];
        file.window(record.headerAt() + BYTES, nameBytes, what).get(found);
        require(Arrays.equals(found, expected), name, "name");
        return record.withContentAt(contentAt);
    }

    private static void requireSizes(ByteBuffer header, ZipRecord record) throws ArchiveRefused {
        String name = record.entry().name();
        require(ZipEnd.unsigned(header.getInt(14)) == record.checksum(), name, "checksum");
        require(same(ZipEnd.unsigned(header.getInt(18)), record.compressed()), name, "compressed size");
        require(same(ZipEnd.unsigned(header.getInt(22)), record.entry().size()), name, "size");
    }

    private static boolean same(long found, long expected) {
        return found == expected || found == IN_LARGE;
    }

    private static void require(boolean agrees, String name, String what) throws ArchiveRefused {
        if (!agrees) {
            throw ArchiveRefused.entry(
                    name,
                    "has a header whose " + what + " is not that of the zip directory, so readers disagree on it.");
        }
    }
}
