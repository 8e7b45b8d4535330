package dev.viridian.artifact;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * One header block of a tar archive (POSIX ustar, with what GNU adds for large numbers).
 *
 * @param name the prefix and the name, joined
 * @param target the name of what a link leads to
 * @param type the type flag
 * @param mode the permission bits and the three above them
 * @param size how many bytes follow
 * @param modified seconds since 1970
 */
record TarHeader(String name, String target, char type, long mode, long size, long modified) {
    static final int BLOCK = 512;

    private static final int CHECKSUM_AT = 148;

    static TarHeader parse(byte[] block, long position) throws ArchiveRefused {
        Supplier<String> where = () -> "in its tar header at byte " + position;
        requireChecksum(block, where);
        String name = text(block, 0, 100, where);
        boolean posix = block[257] == 'u' && block[258] == 's' && block[262] == 0;
        String prefix = posix ? text(block, 345, 155, where) : "";
        char type = block[156] == 0 ? '0' : (char) (block[156] & 0xff);
        return new TarHeader(
                prefix.isEmpty() ? name : prefix + "/" + name,
                text(block, 157, 100, where),
                type == '0' && name.endsWith("/") ? '5' : type,
                number(block, 100, 8, "mode", where),
                requireSize(number(block, 124, 12, "size", where), name),
                number(block, 136, 12, "modification time", where));
    }

    static boolean isEmpty(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    static long requireSize(long size, String name) throws ArchiveRefused {
        if (size < 0 || size > 1L << 60) {
            throw ArchiveRefused.entry(name, "has a size of " + size + " bytes. Such a file does not exist.");
        }
        return size;
    }

    static String text(byte[] bytes, int from, int length, Supplier<String> where) throws ArchiveRefused {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return utf8(bytes, from, end - from, where);
    }

    static String utf8(byte[] bytes, int from, int length, Supplier<String> where) throws ArchiveRefused {
        if (isAscii(bytes, from, length)) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ArchiveRefused("a name "
                    + where.get() + " is not UTF-8 (it reads "
                    + Shown.name(new String(bytes, from, length, StandardCharsets.ISO_8859_1))
                    + " as Latin-1). Build it with names in UTF-8.");
        }
    }

    private static boolean isAscii(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static void requireChecksum(byte[] block, Supplier<String> where) throws ArchiveRefused {
        long expected = number(block, CHECKSUM_AT, 8, "checksum", where);
        long found = 0;
        for (int i = 0; i < BLOCK; i++) {
            found += i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? ' ' : block[i] & 0xff;
        }
        if (found != expected) {
            throw new ArchiveRefused("it is damaged, or not a tar archive: the checksum " + where.get() + " is "
                    + expected + ", its bytes add up to " + found + ".");
        }
    }

    private static long number(byte[] block, int from, int length, String what, Supplier<String> where)
            throws ArchiveRefused {
        return (block[from] & 0x80) != 0
                ? binary(block, from, length, what, where)
                : octal(block, from, length, what, where);
    }

    private static long binary(byte[] block, int from, int length, String what, Supplier<String> where)
            throws ArchiveRefused {
        boolean negative = (block[from] & 0x40) != 0;
        long value = negative ? block[from] : block[from] & 0x3f;
        for (int i = from + 1; i < from + length; i++) {
            if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
                throw new ArchiveRefused("the " + what + " " + where.get() + " is too large to be true.");
            }
            value = (value << 8) | (block[i] & 0xff);
        }
        return value;
    }

    private static long octal(byte[] block, int from, int length, String what, Supplier<String> where)
            throws ArchiveRefused {
        long value = 0;
        for (int i = from; i < from + length - 1; i++) {
            if (block[i] < '0' || block[i] > '7') {
                return spacedOctal(block, from, length, what, where);
            }
            value = value << 3 | block[i] - '0';
        }
        byte last = block[from + length - 1];
        return last == 0 || last == ' ' ? value : spacedOctal(block, from, length, what, where);
    }

    /** As most archives have it, digits and then the end; some have spaces around them, or fewer digits. */
    private static long spacedOctal(byte[] block, int from, int length, String what, Supplier<String> where)
            throws ArchiveRefused {
        String digits = new String(block, from, length, StandardCharsets.ISO_8859_1);
        int end = digits.indexOf('\0');
        String number = (end < 0 ? digits : digits.substring(0, end)).strip();
        if (!number.chars().allMatch(digit -> digit >= '0' && digit <= '7')) {
            throw new ArchiveRefused("it is damaged, or not a tar archive: the " + what + " " + where.get() + " reads "
                    + Shown.name(number) + ", expected an octal number.");
        }
        return number.isEmpty() ? 0 : Long.parseLong(number, 8);
    }
}
