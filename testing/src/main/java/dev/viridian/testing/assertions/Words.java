package dev.viridian.testing.assertions;

import dev.viridian.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How what is found is written in messages. */
final class Words {
    private Words() {}

    /** For instance {@code was rolled back}. */
    static String of(Outcome outcome) {
        return "was " + outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** For instance {@code 0:01:30.500}. */
    static String of(Duration time) {
        return String.format(
                Locale.ROOT,
                "%d:%02d:%02d.%03d",
                time.toHours(),
                time.toMinutesPart(),
                time.toSecondsPart(),
                time.toMillisPart());
    }

    /** A line each, indented. */
    static String list(List<?> items) {
        return items.stream().map(item -> "  - " + item + "\n").collect(Collectors.joining());
    }

    /** In quotation marks, with commas. */
    static String quoted(List<String> texts) {
        return texts.isEmpty() ? "none" : texts.stream().collect(Collectors.joining("', '", "'", "'"));
    }

    /** For instance {@code 1 machine}. */
    static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
