package dev.viridian.local.haproxy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** An answer of HAProxy's in rows under a line of headings that begins with '#'. Later versions add columns, so they go by name. */
final class Table {
    private Table() {}

    static List<Row> parse(String command, String answer, String separator) {
        List<String> lines = answer.lines().toList();
        int heading = IntStream.range(0, lines.size())
                .filter(line -> lines.get(line).startsWith("# "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("HAProxy answered the command '" + command + "' with: '"
                        + answer + "'. Expected a table whose first line begins with '# '."));
        List<String> names = cells(lines.get(heading).substring(2), separator);
        return lines.subList(heading + 1, lines.size()).stream()
                .map(line -> row(command, names, cells(line, separator)))
                .toList();
    }

    private static Row row(String command, List<String> names, List<String> cells) {
        Map<String, String> values = new TreeMap<>();
        for (int column = 0; column < Math.min(names.size(), cells.size()); column++) {
            values.put(names.get(column), cells.get(column));
        }
        return new Row(command, values);
    }

    private static List<String> cells(String line, String separator) {
        return Arrays.asList(line.split(Pattern.quote(separator), -1));
    }

    /** One row, its cells by the names of their columns. */
    record Row(String command, Map<String, String> cells) {
        String text(String column) {
            String value = cells.get(column);
            if (value == null) {
                throw new IllegalStateException("HAProxy's answer to '" + command + "' has no column '" + column
                        + "'. Found: " + cells + ". Expected a HAProxy of version " + Inspection.OLDEST + " or later.");
            }
            return value;
        }

        long number(String column) {
            String value = text(column);
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException malformed) {
                throw new IllegalStateException(
                        "HAProxy's answer to '" + command + "' has '" + value + "' in the column '" + column
                                + "'. Expected a number.",
                        malformed);
            }
        }
    }
}
