package dev.viridian;

import dev.viridian.text.Durations;
import java.time.Duration;

/**
 * Something that may mend a failure, after which the step is tried again.
 *
 * @param name what it does, for messages: {@code "remove old releases"}
 * @param action does it
 * @param deadline how long it may take; 1 minute unless said otherwise
 */
public record Remedy(String name, Action action, Duration deadline) {
    /** Refuses a remedy that could never be given time. */
    public Remedy {
        Durations.requirePositive("deadline of remedy '" + name + "'", deadline);
    }

    /** The same with another deadline. */
    public Remedy within(Duration limit) {
        return new Remedy(name, action, limit);
    }

    /** Mends what it can. */
    @FunctionalInterface
    public interface Action {
        /** Mends the failure, or throws when it cannot. It is interrupted when its time is over. */
        void apply(Failure failure) throws Exception;
    }
}
