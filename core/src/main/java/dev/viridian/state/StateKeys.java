package dev.viridian.state;

/** The keys that every state store takes, so that what works with one works with another: for whoever writes one. */
public final class StateKeys {
    /** The first number of more than six digits: those below are filled up with zeros to six. */
    private static final int MILLION = 1_000_000;

    private StateKeys() {}

    /**
     * The key, if it is one.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static String requireKey(String key) {
        boolean whole = !key.isEmpty() && !key.endsWith("/");
        return require(whole && isBeginningOfKey(key), "a key", key);
    }

    /**
     * The prefix, if keys may begin with it.
     *
     * @throws IllegalArgumentException when none does
     */
    public static String requirePrefix(String prefix) {
        return require(isBeginningOfKey(prefix), "the beginning of a key", prefix);
    }

    /** A number as part of a key, so that keys sort by it; the digits are the store's, whatever those of the user's language are. */
    static String numbered(int number) {
        return number < MILLION ? Integer.toString(MILLION + number).substring(1) : Integer.toString(number);
    }

    /** Whether it may stand between two slashes of a key. */
    static boolean isName(String text) {
        return !text.isEmpty() && isBeginningOfKey(text) && text.indexOf('/') < 0;
    }

    /** Read letter by letter: each read and write of a store in memory passes here, and takes less time than a pattern would. */
    private static boolean isBeginningOfKey(String text) {
        boolean atBeginningOfName = true;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean allowed = isLetterOrDigit(letter) || (!atBeginningOfName && isAllowedWithin(letter));
            if (!allowed) {
                return false;
            }
            atBeginningOfName = letter == '/';
        }
        return true;
    }

    private static boolean isLetterOrDigit(char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
    }

    private static boolean isAllowedWithin(char letter) {
        return letter == '/' || letter == '-' || letter == '.' || letter == '_';
    }

    private static String require(boolean allowed, String what, String text) {
        if (!allowed) {
            throw new IllegalArgumentException("Not " + what + " of a state store: '" + text
                    + "'. Expected names of letters, digits, dots, dashes and underscores that begin with a letter or a digit,"
                    + " with single slashes between them.");
        }
        return text;
    }
}
