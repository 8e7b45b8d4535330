package dev.viridian.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Execution;
import dev.viridian.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryPoliciesTest {
    private static List<Duration> delays(int attempts, Duration first, String seed) {
        Execution<Object> execution = Execution.of(RetryPolicies.of(new Response.Retrying(attempts, first), seed));
        List<Duration> delays = new ArrayList<>();
        execution.recordException(new IllegalStateException("first"));
        while (!execution.isComplete()) {
            delays.add(execution.getDelay());
            execution.recordException(new IllegalStateException("next"));
        }
        return delays;
    }

    private static void assertWithinAFifth(Duration delay, Duration around) {
        assertThat(delay)
                .isBetween(
                        around.multipliedBy(4).dividedBy(5),
                        around.multipliedBy(6).dividedBy(5));
    }

    @Test
    void delaysDoubleUpToHalfAMinuteGiveOrTakeAFifth() {
        List<Duration> delays = delays(9, Duration.ofSeconds(1), "create orders-7-1");

        assertThat(delays).hasSize(9);
        int[] around = {1, 2, 4, 8, 16, 30, 30, 30, 30};
        for (int retry = 0; retry < around.length; retry++) {
            assertWithinAFifth(delays.get(retry), Duration.ofSeconds(around[retry]));
        }
    }

    @Test
    void thereAreAsManyRetriesAsWereAskedFor() {
        assertThat(delays(1, Duration.ofSeconds(1), "seed")).hasSize(1);
        assertThat(delays(100, Duration.ofSeconds(1), "seed")).hasSize(100);
    }

    @Test
    void theJitterIsTheSameForTheSameSeedAndAnotherForAnother() {
        Set<List<Duration>> ofSeeds = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            List<Duration> delays = delays(5, Duration.ofSeconds(1), "step " + seed);
            assertThat(delays(5, Duration.ofSeconds(1), "step " + seed)).isEqualTo(delays);
            ofSeeds.add(delays);
        }
        assertThat(ofSeeds).hasSize(20);
    }

    @Test
    void nothingIsWaitedForWhereTheFirstDelayIsZero() {
        assertThat(delays(4, Duration.ZERO, "seed")).containsOnly(Duration.ZERO);
    }

    @Test
    void aLongFirstDelayIsKeptAndDoesNotDouble() {
        for (Duration delay : delays(4, Duration.ofMinutes(2), "seed")) {
            assertWithinAFifth(delay, Duration.ofMinutes(2));
        }
        assertWithinAFifth(delays(1, Duration.ofDays(4000), "seed").get(0), Duration.ofDays(4000));
    }
}
