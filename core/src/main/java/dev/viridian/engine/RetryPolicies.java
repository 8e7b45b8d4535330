package dev.viridian.engine;

import dev.failsafe.RetryPolicy;
import dev.viridian.Response;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.SplittableRandom;

/** Retries as Failsafe policies: delays that double, give or take a fifth, the same each time for the same seed. */
final class RetryPolicies {
    private RetryPolicies() {}

    static RetryPolicy<Object> of(Response.Retrying retrying, String seed) {
        SplittableRandom random = new SplittableRandom(seed.hashCode());
        return RetryPolicy.builder()
                .withMaxRetries(retrying.attempts())
                .withDelayFn(context -> jittered(doubled(retrying, context.getAttemptCount()), random))
                .build();
    }

    private static Duration doubled(Response.Retrying retrying, int attempts) {
        Duration delay = retrying.firstDelay();
        for (int doubling = 1; doubling < attempts && delay.compareTo(retrying.longestDelay()) < 0; doubling++) {
            delay = Durations.times(delay, 2);
        }
        return Durations.shorter(delay, retrying.longestDelay());
    }

    private static Duration jittered(Duration delay, SplittableRandom random) {
        return Durations.share(delay, 800 + random.nextInt(401), 1000);
    }
}
