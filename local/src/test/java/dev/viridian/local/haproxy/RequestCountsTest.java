package dev.viridian.local.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.local.haproxy.KeptAliveClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestCountsTest {
    private static final Instant BEGIN = Instant.ofEpochMilli(1_000_000);
    private static final Occupant BLUE = new Occupant(new EnvironmentName("orders-1"), BEGIN, 50);

    private Instant now = BEGIN;
    private final RequestCounts counts = new RequestCounts(() -> now);

    @Test
    void countsAllSinceTheEnvironmentWasGivenItsSlotWithoutAnySample() {
        assertThat(counts.since(BEGIN, BLUE, 57)).isEqualTo(7);
        assertThat(counts.since(BEGIN.minusSeconds(1), BLUE, 57)).isEqualTo(7);
    }

    @Test
    void countsFromTheFirstSampleThatIsNotBeforeTheMoment() {
        sampleAt(10, 60);
        sampleAt(20, 70);
        sampleAt(30, 80);
        now = BEGIN.plusSeconds(40);

        assertThat(counts.since(BEGIN.plusSeconds(20), BLUE, 100)).isEqualTo(30);
        assertThat(counts.since(BEGIN.plusSeconds(21), BLUE, 100)).isEqualTo(20);
        assertThat(counts.since(BEGIN.plusSeconds(41), BLUE, 100)).isZero();
    }

    @Test
    void countsFromZeroWhenHaproxyWasRestarted() {
        sampleAt(10, 60);
        now = BEGIN.plusSeconds(20);

        assertThat(counts.since(BEGIN, BLUE, 3)).isEqualTo(3);
        assertThat(counts.since(BEGIN.plusSeconds(5), BLUE, 4)).isEqualTo(1);
    }

    @Test
    void neverTellsMoreThanThereWereHoweverManySamplesItForgets() {
        Random random = new Random(3);
        long[] totals = new long[10_001];
        for (int second = 1; second <= 10_000; second++) {
            totals[second] = totals[second - 1] + random.nextInt(5);
            sampleAt(second, totals[second]);
        }
        now = BEGIN.plusSeconds(10_000);
        for (int second = 1; second <= 10_000; second += 7) {
            long told = counts.since(BEGIN.plusSeconds(second), BLUE, totals[10_000]);
            assertThat(told).isBetween(0L, totals[10_000] - totals[second]);
        }
        assertThat(counts.since(BEGIN.plusSeconds(5_000), BLUE, totals[10_000])).isPositive();
    }

    @Test
    void countsWhatARealHaproxyPassedOn() throws IOException {
        EnvironmentName environment = BLUE.environment();
        try (RunningHaproxy haproxy = RunningHaproxy.start();
                TestMachine machine = TestMachine.named("blue");
                HaproxyRouter router = HaproxyRouter.connect(haproxy.configuration(), () -> now)) {
            router.machines(environment, List.of(machine.address()));
            router.route(Map.of(environment, 1));
            ask(haproxy, 5);
            assertThat(router.requests(environment, Duration.between(BEGIN, now)))
                    .isEqualTo(5);

            now = BEGIN.plusSeconds(60);
            assertThat(router.requests(environment, Duration.ZERO)).isZero();
            ask(haproxy, 3);
            assertThat(router.requests(environment, Duration.ZERO)).isEqualTo(3);
            assertThat(router.requests(environment, Duration.between(BEGIN, now)))
                    .isEqualTo(8);
            assertThat(router.requests(new EnvironmentName("unheard-of"), Duration.ofDays(1)))
                    .isZero();
        }
    }

    private static void ask(RunningHaproxy haproxy, int times) throws IOException {
        try (KeptAliveClient client = new KeptAliveClient(haproxy.port())) {
            for (int request = 0; request < times; request++) {
                assertThat(client.get("/")).isEqualTo(new Answer(200, "blue"));
            }
        }
    }

    private void sampleAt(int second, long total) {
        now = BEGIN.plusSeconds(second);
        counts.sample(BLUE, total);
    }
}
