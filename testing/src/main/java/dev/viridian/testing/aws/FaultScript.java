package dev.viridian.testing.aws;

import java.util.Optional;

/**
 * Decides which calls go wrong.
 *
 * <pre>{@code
 * aws.faults(call -> call.number() == 7 ? Optional.of(AwsFault.ANSWER_LOST) : Optional.empty());
 * }</pre>
 */
@FunctionalInterface
public interface FaultScript {
    /** What goes wrong at a call that is about to be made; empty for nothing. It is asked once for each call, in the order of their numbers. */
    Optional<AwsFault> at(AwsCall call);

    /** Nothing goes wrong. */
    static FaultScript none() {
        return call -> Optional.empty();
    }
}
