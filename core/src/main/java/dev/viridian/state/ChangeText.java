package dev.viridian.state;

import dev.viridian.spi.StateStore.Version;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Changes as they stand in the log: a line that says which one it is and how many bytes the rest has, a line for each of both versions, and
 * the document. One that was torn by a power cut fails its checksum.
 */
final class ChangeText {
    private static final Pattern LINE =
            Pattern.compile("change (?<number>\\d{1,9}) of (?<run>\\S+) on boot (?<boot>\\S+),"
                    + " key (?<key>\\S+), bytes (?<bytes>\\d{1,9})(?<sum>, checksum [0-9a-f]{8})");

    private ChangeText() {}

    /**
     * A change that stands in the log.
     *
     * @param change what it says
     * @param number which one of its run it is
     * @param run the name of the run
     * @param boot the boot of the computer in which it was written
     * @param start where it begins
     * @param end where the next one begins
     */
    record Standing(Change change, int number, String run, String boot, int start, int end) {}

    static byte[] of(Change change, int number, String run, String boot) {
        String rest = line("from", change.from()) + line("to", change.to()) + change.text();
        byte[] bytes = rest.getBytes(StandardCharsets.UTF_8);
        String line = "change " + number + " of " + run + " on boot " + boot + ", key " + change.key() + ", bytes "
                + bytes.length;
        return (line + sum(line, bytes) + "\n" + rest + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** What a run of that name begins with. */
    static byte[] beginningOf(String run) {
        return ("change 1 of " + run + " ").getBytes(StandardCharsets.UTF_8);
    }

    /** The change that begins there; empty where none does, or a torn one. */
    static Optional<Standing> at(int start, byte[] log) {
        int lineEnd = start;
        while (lineEnd < log.length && log[lineEnd] != '\n') {
            lineEnd++;
        }
        Matcher line = LINE.matcher(new String(log, start, lineEnd - start, StandardCharsets.UTF_8));
        return line.matches() ? standing(line, start, lineEnd + 1, log) : Optional.empty();
    }

    private static Optional<Standing> standing(Matcher line, int start, int rest, byte[] log) {
        int end = rest + Integer.parseInt(line.group("bytes"));
        if (end >= log.length) {
            return Optional.empty();
        }
        byte[] bytes = Arrays.copyOfRange(log, rest, end);
        if (!line.group("sum").equals(sum(line.group().substring(0, line.start("sum")), bytes))) {
            return Optional.empty();
        }
        return Optional.of(new Standing(
                change(line.group("key"), new String(bytes, StandardCharsets.UTF_8)),
                Integer.parseInt(line.group("number")),
                line.group("run"),
                line.group("boot"),
                start,
                end + 1));
    }

    private static Change change(String key, String rest) {
        int first = rest.indexOf('\n');
        int second = rest.indexOf('\n', first + 1);
        return new Change(
                key,
                version(rest.substring(0, first)),
                version(rest.substring(first + 1, second)),
                rest.substring(second + 1));
    }

    /** A version may be any line, an empty one, too: where there is none there is no space. */
    private static String line(String which, Optional<Version> version) {
        return which + version.map(named -> " " + named.value()).orElse("") + "\n";
    }

    private static Optional<Version> version(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? Optional.empty() : Optional.of(new Version(line.substring(space + 1)));
    }

    private static String sum(String line, byte[] rest) {
        CRC32C checksum = new CRC32C();
        checksum.update(line.getBytes(StandardCharsets.UTF_8));
        checksum.update(rest);
        return ", checksum " + HexFormat.of().toHexDigits((int) checksum.getValue());
    }
}
