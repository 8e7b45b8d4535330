package dev.viridian.artifact;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The records of a POSIX extended header: lines of a length, a key and a value. */
final class PaxHeader {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{0,18})?");
    private static final Pattern LENGTH = Pattern.compile("[1-9]\\d{0,8}");
    private static final String WHERE = "in an extended tar header";

    private final Map<String, String> values = new HashMap<>();

    static PaxHeader parse(byte[] bytes) throws ArchiveRefused {
        PaxHeader header = new PaxHeader();
        int at = 0;
        while (at < bytes.length) {
            at = header.parseRecord(bytes, at);
        }
        return header;
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The number, without what follows its point. */
    OptionalLong number(String key) throws ArchiveRefused {
        String value = values.get(key);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (!NUMBER.matcher(value).matches()) {
            throw new ArchiveRefused(
                    "the " + key + " " + WHERE + " reads " + Shown.name(value) + ", expected a number.");
        }
        return OptionalLong.of(new BigDecimal(value).longValue());
    }

    boolean sparse() {
        return values.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse.") || key.equals("SCHILY.realsize"));
    }

    private int parseRecord(byte[] bytes, int at) throws ArchiveRefused {
        int space = indexOf(' ', bytes, at, bytes.length);
        String length = space < 0 ? "" : TarHeader.utf8(bytes, at, space - at, () -> WHERE);
        if (!LENGTH.matcher(length).matches()) {
            throw damaged(at);
        }
        int end = at + Integer.parseInt(length);
        int equal = end > bytes.length ? -1 : indexOf('=', bytes, space + 1, end);
        if (equal < 0 || bytes[end - 1] != '\n') {
            throw damaged(at);
        }
        put(bytes, space + 1, equal, end - 1);
        return end;
    }

    private void put(byte[] bytes, int from, int equal, int end) throws ArchiveRefused {
        String key = TarHeader.utf8(bytes, from, equal - from, () -> WHERE);
        if (!matters(key)) {
            return; // such as extended attributes, whose values need not be text
        }
        if (values.put(key, TarHeader.utf8(bytes, equal + 1, end - equal - 1, () -> WHERE)) != null) {
            throw new ArchiveRefused("an extended tar header says " + Shown.name(key) + " twice, so readers disagree.");
        }
    }

    private static boolean matters(String key) {
        return switch (key) {
            case "path", "linkpath", "size", "mtime", "SCHILY.realsize" -> true;
            default -> key.startsWith("GNU.sparse.");
        };
    }

    private static int indexOf(char wanted, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static ArchiveRefused damaged(int at) {
        return new ArchiveRefused("it is damaged: byte " + at
                + " of an extended tar header does not begin a record of a length, a key and a value.");
    }
}
