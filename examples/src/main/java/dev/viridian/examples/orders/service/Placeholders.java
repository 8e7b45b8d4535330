package dev.viridian.examples.orders.service;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the values of variables where a text says {@code ${NAME}}. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private Placeholders() {}

    static String fill(String text, Map<String, String> values, Function<String, RefusedToStart> missing) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String name = match.group(1);
            String value = Optional.ofNullable(values.get(name)).orElseThrow(() -> missing.apply(name));
            return Matcher.quoteReplacement(value);
        });
    }
}
