package dev.viridian.text;

import java.util.List;
import java.util.regex.Pattern;

/** Short documents that a person can read: on each line a name, a space, and a value. */
public final class NamedLines {
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    private NamedLines() {}

    /** A text that must not take more than its line. */
    public static String onOneLine(String text) {
        return LINE_BREAK.matcher(text).replaceAll(" ");
    }

    /**
     * What stands on that line behind its name.
     *
     * @throws IndexOutOfBoundsException when there are fewer lines
     */
    public static String value(List<String> lines, int line) {
        return lines.get(line).substring(lines.get(line).indexOf(' ') + 1);
    }
}
