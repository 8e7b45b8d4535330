package dev.viridian.text;

import java.util.List;

/**
 * The words without which no text holds a secret. Most texts pass here for nothing, and many times: so they are looked for letter by
 * letter, which is many times faster than a pattern of alternatives.
 */
final class SecretHints {
    private static final List<String> WORDS = List.of(
            "pass",
            "pwd",
            "secret",
            "token",
            "key",
            "credential",
            "signature",
            "authorization",
            "bearer",
            "basic",
            "://",
            "oracle");

    private static final int ASCII = 128;

    /** For each character the words that begin with it, and those that go on with it, a bit for each word. */
    private static final int[] FIRST = wordsByLetter(0);

    private static final int[] SECOND = wordsByLetter(1);

    private SecretHints() {}

    /** Whether one of the words is in the text, in small or capital letters. */
    static boolean in(String text) {
        int begun = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= ASCII) {
                begun = 0;
                continue;
            }
            int possible = begun & SECOND[letter];
            if (possible != 0 && beginsAt(text, i - 1, possible)) {
                return true;
            }
            begun = FIRST[letter];
        }
        return false;
    }

    private static boolean beginsAt(String text, int start, int possible) {
        for (int rest = possible; rest != 0; rest &= rest - 1) {
            String word = WORDS.get(Integer.numberOfTrailingZeros(rest));
            if (text.regionMatches(true, start, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    private static int[] wordsByLetter(int position) {
        int[] words = new int[ASCII];
        for (int word = 0; word < WORDS.size(); word++) {
            char letter = WORDS.get(word).charAt(position);
            words[letter] |= 1 << word;
            words[Character.toUpperCase(letter)] |= 1 << word;
        }
        return words;
    }
}
