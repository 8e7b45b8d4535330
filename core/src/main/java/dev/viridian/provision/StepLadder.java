package dev.viridian.provision;

import dev.viridian.Failure;
import dev.viridian.Remedy;
import dev.viridian.Response;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is done about the failures of one step: the first response that fits and has budget left. Nothing is left when the machine is to
 * be rebuilt, which it cannot do itself. Delays double without jitter: one machine alone disturbs nobody.
 */
final class StepLadder {
    private final List<Response> responses;
    private final Map<Integer, Integer> retries = new HashMap<>();
    private final Set<Integer> remediesUsed = new HashSet<>();

    StepLadder(List<Response> responses) {
        this.responses = responses;
    }

    /** What comes before the next attempt. */
    sealed interface Move {}

    record Retry(Duration delay) implements Move {}

    record Apply(Remedy remedy) implements Move {}

    Optional<Move> next(Failure failure) {
        for (int rung = 0; rung < responses.size(); rung++) {
            Optional<Move> move = move(rung, failure);
            if (move.isPresent()) {
                return move;
            }
        }
        return Optional.empty();
    }

    private Optional<Move> move(int rung, Failure failure) {
        Response response = responses.get(rung);
        if (response instanceof Response.Retrying retrying && failure.worthRetrying()) {
            int done = retries.merge(rung, 1, Integer::sum) - 1;
            return done < retrying.attempts() ? Optional.of(new Retry(delay(retrying, done))) : Optional.empty();
        }
        boolean remedy = response instanceof Response.Remedying remedying
                && remedying.kind().isInstance(failure)
                && remediesUsed.add(rung);
        return remedy ? Optional.of(new Apply(((Response.Remedying) response).remedy())) : Optional.empty();
    }

    private static Duration delay(Response.Retrying retrying, int done) {
        Duration delay = retrying.firstDelay();
        for (int doubled = 0; doubled < done && delay.compareTo(retrying.longestDelay()) < 0; doubled++) {
            delay = delay.multipliedBy(2);
        }
        return Durations.shorter(delay, retrying.longestDelay());
    }
}
