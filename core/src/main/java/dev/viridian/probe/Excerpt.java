package dev.viridian.probe;

import dev.viridian.text.Redaction;
import java.util.regex.Pattern;

/** As much of a text from outside as a message can bear, its secrets masked. */
final class Excerpt {
    private static final int LINE = 200;
    private static final int PAGE = 4096;
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Co}\\p{Cn}\\uFFFD]");

    private Excerpt() {}

    /** The beginning, on one line. */
    static String line(String text) {
        String beginning = cut(text, PAGE);
        String line = BLANKS.matcher(Redaction.of(beginning)).replaceAll(" ").strip();
        String printable = UNPRINTABLE.matcher(line).replaceAll(".");
        return printable.length() <= LINE ? printable : cut(printable, LINE) + "…";
    }

    /** The beginning, lines and all. */
    static String head(String text) {
        String masked = Redaction.of(text);
        return masked.length() <= PAGE ? masked : cut(masked, PAGE) + "…";
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }
}
