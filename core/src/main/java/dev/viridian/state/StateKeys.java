package dev.viridian.state;

import java.util.regex.Pattern;

/** The keys that every state store takes, so that what works with one works with another. */
final class StateKeys {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");
    private static final Pattern PREFIX =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*/)*([A-Za-z0-9][A-Za-z0-9._-]*)?");

    private static final int DIGITS = 6;

    private StateKeys() {}

    static String requireKey(String key) {
        return require(KEY, "a key", key);
    }

    static String requirePrefix(String prefix) {
        return require(PREFIX, "the beginning of a key", prefix);
    }

    /** A number as part of a key, so that keys sort by it; the digits are the store's, whatever those of the user's language are. */
    static String numbered(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
    }

    private static String require(Pattern form, String what, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("Not " + what + " of a state store: '" + text
                    + "'. Expected names of letters, digits, dots, dashes and underscores that begin with a letter or a digit,"
                    + " with single slashes between them.");
        }
        return text;
    }
}
