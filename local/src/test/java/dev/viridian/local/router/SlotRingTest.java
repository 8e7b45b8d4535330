package dev.viridian.local.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotRingTest {
    private static final long NOW = 1_700_000_000_000L;

    private final SlotRing ring = new SlotRing(10, 100);

    @Test
    void countsFromTheSlotOfAMoment() {
        ring.count(NOW);
        ring.count(NOW + 9);
        ring.count(NOW + 10);
        ring.count(NOW + 500);

        assertThat(ring.since(NOW, NOW + 500)).isEqualTo(4);
        assertThat(ring.since(NOW + 5, NOW + 500)).isEqualTo(4);
        assertThat(ring.since(NOW + 10, NOW + 500)).isEqualTo(2);
        assertThat(ring.since(NOW + 501, NOW + 509)).as("the same slot").isEqualTo(1);
        assertThat(ring.since(NOW + 510, NOW + 510)).isZero();
    }

    @Test
    void forgetsWhatWasARoundAgo() {
        ring.count(NOW);
        ring.count(NOW + 990);
        assertThat(ring.reaches(NOW, NOW + 990)).isTrue();
        assertThat(ring.since(NOW, NOW + 990)).isEqualTo(2);

        ring.count(NOW + 1_000);

        assertThat(ring.reaches(NOW, NOW + 1_000)).isFalse();
        assertThat(ring.since(NOW, NOW + 1_000)).isEqualTo(2);
        assertThat(ring.since(NOW, NOW + 50_000)).isZero();
    }

    @Test
    void doesNotCountInASlotThatALaterMomentHasTaken() {
        ring.count(NOW + 1_000);
        ring.count(NOW);

        assertThat(ring.since(NOW + 1_000, NOW + 1_000)).isEqualTo(1);
    }

    @Test
    void losesNoCountOfSeveralThreads() {
        IntStream.range(0, 100_000).parallel().forEach(i -> ring.count(NOW + i % 1_000));

        assertThat(ring.since(NOW, NOW + 999)).isEqualTo(100_000);
    }
}
