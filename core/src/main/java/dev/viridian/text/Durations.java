package dev.viridian.text;

import java.time.Duration;

/** How durations are checked, multiplied, and written for people. */
public final class Durations {
    /** A hundred years: whoever means for ever says so, and whoever reckons with it finds a time on the clock. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    private static final long NANOS_OF_SECOND = 1_000_000_000;

    private Durations() {}

    /** The duration, if it is more than zero, and no longer than {@link #LONGEST}. */
    public static Duration requirePositive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("The " + what + " is " + text(duration) + ". Expected more than zero.");
        }
        return requireNotForEver(what, duration);
    }

    /** The duration, if it is zero or more, and no longer than {@link #LONGEST}. */
    public static Duration requireNotNegative(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("The " + what + " is " + text(duration) + ". Expected zero or more.");
        }
        return requireNotForEver(what, duration);
    }

    private static Duration requireNotForEver(String what, Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("The " + what + " is " + text(duration) + ". Expected at most "
                    + text(LONGEST) + ", which is a hundred years.");
        }
        return duration;
    }

    /**
     * So many times the duration: what {@link Duration#multipliedBy} says, which takes the way over decimal numbers of any length
     * and with it a hundred times as long.
     *
     * @throws ArithmeticException when it is longer than a duration can be
     */
    public static Duration times(Duration duration, long factor) {
        return Duration.ofSeconds(
                Math.multiplyExact(duration.getSeconds(), factor), Math.multiplyExact(duration.getNano(), factor));
    }

    /**
     * A share of a duration that is not negative, for instance 1200 of 1000; what is less than a nanosecond is left out.
     *
     * @param numerator zero or more
     * @param denominator 1 to 1,000,000
     * @throws ArithmeticException when it is longer than a duration can be
     */
    public static Duration share(Duration duration, int numerator, int denominator) {
        long seconds = Math.multiplyExact(duration.getSeconds(), numerator);
        long nanosOfRest = seconds % denominator * NANOS_OF_SECOND;
        return Duration.ofSeconds(
                seconds / denominator, (nanosOfRest + (long) duration.getNano() * numerator) / denominator);
    }

    /** The shorter one of the two. */
    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The longer one of the two. */
    public static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
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
