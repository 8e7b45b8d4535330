package dev.viridian;

import dev.viridian.text.Durations;
import java.time.Duration;

/**
 * How often a health check asks, and when it is content. The defaults are those the field agrees on: Kamal's proxy asks each
 * second and waits five, Beanstalk wants three passes, Argo Rollouts, Flagger and Beanstalk wait ten minutes.
 *
 * @param interval from the start of one round of questions to the next; 1 s
 * @param timeout how long one answer may take; 5 s
 * @param consecutively how many good answers in a row it takes; a bad one starts the count again; 3
 * @param within how long all of it may take; 10 min
 */
public record Cadence(Duration interval, Duration timeout, int consecutively, Duration within) {
    /** Every second, five seconds for an answer, three in a row, within ten minutes. */
    public static final Cadence DEFAULT =
            new Cadence(Duration.ofSeconds(1), Duration.ofSeconds(5), 3, Duration.ofMinutes(10));

    /** Refuses what would never end or never ask. */
    public Cadence {
        Durations.requirePositive("interval of a health check", interval);
        Durations.requirePositive("timeout of a health check", timeout);
        Durations.requirePositive("deadline of a health check", within);
        if (consecutively < 1) {
            throw new IllegalArgumentException(
                    "A health check passes after " + consecutively + " good answers in a row. Expected 1 or more.");
        }
    }

    @Override
    public String toString() {
        return consecutively + " in a row, every " + Durations.text(interval) + ", each within "
                + Durations.text(timeout) + ", all within " + Durations.text(within);
    }
}
