package dev.viridian.text;

import java.time.Duration;

/** How durations are checked, and written for people. */
public final class Durations {
    private Durations() {}

    /** The duration, if it is more than zero. */
    public static Duration requirePositive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("The " + what + " is " + text(duration) + ". Expected more than zero.");
        }
        return duration;
    }

    /** The duration, if it is zero or more. */
    public static Duration requireNotNegative(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("The " + what + " is " + text(duration) + ". Expected zero or more.");
        }
        return duration;
    }

    /** For instance {@code 1 h 30 min}, {@code 5 s}, {@code 250 ms}. */
    public static String text(Duration duration) {
        if (duration.isZero()) {
            return "0 s";
        }
        if (duration.isNegative()) {
            return "-" + text(duration.negated());
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return fractionOfSecond(duration.toNanosPart());
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "min");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toHours() == 0 && duration.toMinutes() == 0 ? duration.toMillisPart() : 0, "ms");
        return text.toString();
    }

    private static String fractionOfSecond(int nanos) {
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        return nanos < 1_000_000 ? nanos / 1_000 + " µs" : nanos / 1_000_000 + " ms";
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(text.isEmpty() ? "" : " ").append(amount).append(' ').append(unit);
        }
    }
}
