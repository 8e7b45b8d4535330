package dev.viridian.testing.aws;

import java.util.Collection;
import java.util.regex.Pattern;

/** Values with {@code *} for any text and {@code ?} for any letter. */
final class Globs {
    private Globs() {}

    static boolean matches(String pattern, String value) {
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
            return pattern.equals(value);
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char letter = pattern.charAt(i);
            switch (letter) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(letter)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(value).matches();
    }

    static boolean anyMatches(Collection<String> patterns, Collection<String> values) {
        return patterns.stream().anyMatch(pattern -> values.stream().anyMatch(value -> matches(pattern, value)));
    }
}
