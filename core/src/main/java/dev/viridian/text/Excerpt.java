package dev.viridian.text;

/**
 * As much of a text as people read. What machines answer, and what is thrown, may be a whole page or a dump; it is written down and told again and again, and a
 * state store may take no document of that size.
 */
public final class Excerpt {
    private static final int LONGEST_MESSAGE = 8_000;
    private static final int LONGEST_LOG = 64_000;

    /** So much room has the word about what is left out: an excerpt of an excerpt is that itself. */
    private static final int NOTE = 50;

    private Excerpt() {}

    /** The text where it has no more than 8,000 characters; else its beginning, and how many more there are. */
    public static String ofMessage(String text) {
        if (text.length() <= LONGEST_MESSAGE) {
            return text;
        }
        int end = LONGEST_MESSAGE - NOTE;
        int whole = Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
        return text.substring(0, whole) + " … (" + (text.length() - whole) + " characters more)";
    }

    /** The text where it has no more than 64,000 characters; else how many are left out, and its end, which is what tells of a log. */
    public static String ofLog(String text) {
        if (text.length() <= LONGEST_LOG) {
            return text;
        }
        int begin = text.length() - LONGEST_LOG + NOTE;
        int whole = Character.isLowSurrogate(text.charAt(begin)) ? begin + 1 : begin;
        return "(" + whole + " characters before) … " + text.substring(whole);
    }
}
