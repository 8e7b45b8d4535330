package dev.viridian.artifact;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The rules for names in an archive. */
final class EntryName {
    /** What file systems take for one name, and what the kernel takes for a whole path. */
    private static final int LONGEST_SEGMENT = 255;

    private static final int LONGEST_PATH = 4096;

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    private EntryName() {}

    /**
     * The name as a relative path without empty segments and dots; empty for the root of the archive.
     *
     * @param room how many bytes the folder takes that it is unpacked into
     */
    static String path(String name, int room) throws ArchiveRefused {
        if (isPlain(name) && room + 1 + name.length() < LONGEST_PATH) {
            return name;
        }
        requireOrdinary(name);
        List<String> segments = new ArrayList<>();
        for (String segment : name.split("/", -1)) {
            if (segment.equals("..")) {
                throw ArchiveRefused.entry(
                        name, "leads upward with '..'. Build it again with names that only lead down.");
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(requireShort(segment, name));
            }
        }
        String path = String.join("/", segments);
        int length = room + 1 + bytes(path);
        if (length >= LONGEST_PATH) {
            throw ArchiveRefused.entry(
                    name, "makes a path of " + length + " bytes, the limit is " + (LONGEST_PATH - 1) + ".");
        }
        return path;
    }

    /** Whether nothing of it needs a second look, as of nearly all: visible ASCII, short segments that begin with a letter, digit or underscore. */
    private static boolean isPlain(String name) {
        int segment = 0;
        for (int i = 0; i < name.length(); i++) {
            char each = name.charAt(i);
            if (each == '/') {
                if (segment == 0) {
                    return false;
                }
                segment = 0;
                continue;
            }
            boolean beginsWell = isLetterOrDigit(each) || each == '_';
            if (each <= ' ' || each > '~' || each == '\\' || each == ':' || (segment == 0 && !beginsWell)) {
                return false;
            }
            if (++segment > LONGEST_SEGMENT) {
                return false;
            }
        }
        return segment > 0;
    }

    private static boolean isLetterOrDigit(char each) {
        return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9');
    }

    /** Two paths that a file system may take for the same one fold to the same text. */
    static String fold(String path) {
        if (isAscii(path)) {
            return path.toLowerCase(Locale.ROOT);
        }
        String apart = Normalizer.normalize(path, Normalizer.Form.NFD);
        return Normalizer.normalize(apart.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void requireOrdinary(String name) throws ArchiveRefused {
        if (name.isEmpty()) {
            throw new ArchiveRefused("it has an entry without a name.");
        }
        if (name.startsWith("/")) {
            throw ArchiveRefused.entry(name, "has an absolute name. Build it again with names relative to its root.");
        }
        if (name.indexOf('\\') >= 0 || DRIVE.matcher(name).matches()) {
            throw ArchiveRefused.entry(
                    name, "has a backslash or a drive in its name. Build it again with '/' between folders.");
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw ArchiveRefused.entry(
                    name, "has a control character in its name. Rename that file and build it again.");
        }
    }

    private static String requireShort(String segment, String name) throws ArchiveRefused {
        int length = bytes(segment);
        if (length > LONGEST_SEGMENT) {
            throw ArchiveRefused.entry(
                    name,
                    "has a part of its name that is " + length + " bytes long, the limit is " + LONGEST_SEGMENT + ".");
        }
        return segment;
    }
}
