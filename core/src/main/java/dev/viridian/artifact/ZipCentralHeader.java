package dev.viridian.artifact;

import dev.viridian.artifact.Entry.Kind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** One entry in the directory of a zip archive. */
final class ZipCentralHeader {
    static final int LONGEST = 46 + 3 * 0xffff;

    private static final int SIGNATURE = 0x02014b50;
    private static final int ENCRYPTED = 1 | (1 << 6) | (1 << 13);
    private static final int UNIX = 3;

    /** Old versions of Maven's archiver write minus one for folders whose mode they do not know. */
    private static final int NO_MODE = 0xffff;

    private static final int LARGE = 1;
    private static final int UNIX_TIME = 0x5455;
    private static final long IN_LARGE = 0xffffffffL;

    private final ByteBuffer bytes;
    private int flags;
    private int method;
    private Instant modified = Instant.EPOCH;
    private long checksum;
    private long compressed;
    private long size;
    private long headerAt;
    private String name = "";

    private ZipCentralHeader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Reads it and moves the position behind it. */
    static ZipRecord parse(ByteBuffer bytes, long before) throws ArchiveRefused {
        try {
            return new ZipCentralHeader(bytes).parse(before);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new ArchiveRefused.CutOff("inside its zip directory");
        }
    }

    private ZipRecord parse(long before) throws ArchiveRefused {
        if (bytes.getInt() != SIGNATURE) {
            throw new ArchiveRefused("it is damaged: an entry of its zip directory does not begin as one does.");
        }
        int madeBy = (bytes.getShort() >> 8) & 0xff;
        bytes.getShort();
        flags = bytes.getShort();
        method = ZipEnd.unsigned(bytes.getShort());
        modified = time(ZipEnd.unsigned(bytes.getShort()), ZipEnd.unsigned(bytes.getShort()));
        checksum = ZipEnd.unsigned(bytes.getInt());
        compressed = ZipEnd.unsigned(bytes.getInt());
        size = ZipEnd.unsigned(bytes.getInt());
        byte[] rawName = new byte[ZipEnd.unsigned(bytes.getShort())];
        int extraBytes = ZipEnd.unsigned(bytes.getShort());
        int commentBytes = ZipEnd.unsigned(bytes.getShort());
        bytes.getInt();
        long attributes = ZipEnd.unsigned(bytes.getInt());
        headerAt = ZipEnd.unsigned(bytes.getInt());
        bytes.get(rawName);
        name = TarHeader.utf8(rawName, 0, rawName.length, () -> "in its zip directory");
        int extraEnd = bytes.position() + extraBytes;
        parseExtra(extraEnd);
        bytes.position(extraEnd + commentBytes);
        int mode = (int) (attributes >> 16);
        return record(madeBy == UNIX && mode != NO_MODE ? mode : 0, before);
    }

    private ZipRecord record(int mode, long before) throws ArchiveRefused {
        if ((flags & ENCRYPTED) != 0) {
            throw ArchiveRefused.entry(name, "is encrypted. Build it again without a password.");
        }
        if (method != ZipRecord.STORED && method != ZipRecord.DEFLATED) {
            throw ArchiveRefused.entry(
                    name, "is compressed by method " + method + ". Expected 0 (stored) or 8 (deflated).");
        }
        Kind kind = kind(mode);
        TarHeader.requireSize(size, name);
        TarHeader.requireSize(compressed, name);
        TarHeader.requireSize(headerAt, name);
        if ((kind == Kind.FOLDER && size != 0) || (method == ZipRecord.STORED && size != compressed)) {
            throw ArchiveRefused.entry(
                    name,
                    "contradicts itself: it is " + (kind == Kind.FOLDER ? "a folder" : "stored") + " and has " + size
                            + " bytes in " + compressed + ".");
        }
        Entry entry = new Entry(name, kind, size, (mode & 0100) != 0, modified, "");
        return new ZipRecord(entry, method, checksum, compressed, headerAt + before, 0);
    }

    private Kind kind(int mode) throws ArchiveRefused {
        boolean folder = name.endsWith("/");
        return switch ((mode >> 12) & 0xf) {
            case 0, 0x8 -> folder ? Kind.FOLDER : Kind.FILE;
            case 0x4 -> Kind.FOLDER;
            case 0xa -> Kind.SYMBOLIC_LINK;
            default ->
                throw ArchiveRefused.entry(
                        name,
                        "is a device, pipe or socket (mode 0" + Integer.toOctalString(mode)
                                + "). Expected only files, folders and links.");
        };
    }

    /** Extra fields: of all there are, those for large archives and for a time that knows its zone matter. */
    private void parseExtra(int end) throws ArchiveRefused {
        while (end - bytes.position() >= 4) {
            int kind = ZipEnd.unsigned(bytes.getShort());
            int next = bytes.position() + 2 + ZipEnd.unsigned(bytes.getShort());
            if (next > end) {
                throw ArchiveRefused.entry(name, "has an extra field that does not fit into its header.");
            }
            if (kind == LARGE) {
                size = size == IN_LARGE ? bytes.getLong() : size;
                compressed = compressed == IN_LARGE ? bytes.getLong() : compressed;
                headerAt = headerAt == IN_LARGE ? bytes.getLong() : headerAt;
            } else if (kind == UNIX_TIME && next - bytes.position() >= 5 && (bytes.get() & 1) != 0) {
                modified = Instant.ofEpochSecond(Math.max(0, bytes.getInt()));
            }
            bytes.position(next);
        }
    }

    /** The time of DOS knows no zone; it is taken for UTC, so that the same archive unpacks to the same files everywhere. */
    private static Instant time(int time, int date) {
        try {
            return LocalDateTime.of(
                            1980 + (date >> 9),
                            (date >> 5) & 15,
                            date & 31,
                            time >> 11,
                            (time >> 5) & 63,
                            (time & 31) * 2)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return Instant.EPOCH; // many writers leave it at zero, which is no date
        }
    }
}
