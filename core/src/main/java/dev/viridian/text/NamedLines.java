package dev.viridian.text;

import java.util.List;
import java.util.regex.Pattern;

/** Short documents that a person can read: on each line a name, a space, and a value. */
public final class NamedLines {
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    private NamedLines() {}

    /** A text that must not take more than its line. Most do not, and a lease is written often. */
    public static String onOneLine(String text) {
        return hasLineBreak(text) ? LINE_BREAK.matcher(text).replaceAll(" ") : text;
    }

    private static boolean hasLineBreak(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if ((letter >= '\n' && letter <= '\r') || letter == '\u0085' || letter == '\u2028' || letter == '\u2029') {
                return true;
            }
        }
        return false;
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
