package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartPaceTest {
    private final Virtual time = new Virtual();
    private final PartPace pace = new PartPace(time);

    private static final class Virtual implements Time {
        private final List<Long> slept = new ArrayList<>();
        private Instant now = Instant.EPOCH;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            slept.add(duration.toMillis());
            now = now.plus(duration);
        }
    }

    @Test
    void nobodyWaitsWhereNobodyAsksForLess() {
        pace.await();

        assertThat(time.slept).isEmpty();
        assertThat(pace.width()).isEqualTo(6);
    }

    @Test
    void whoeverAsksNextWaitsThoughAnotherWasToldToAskLess() {
        pace.slowDown();
        time.sleep(Duration.ofMillis(50));

        pace.await();
        pace.await();

        assertThat(time.slept).containsExactly(50L, 150L);
    }

    @Test
    void eachTimeItIsHalfAsManyAndTwiceAsLongUpToFiveSeconds() {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            pace.slowDown();
            pace.await();
            widths.add(pace.width());
        }

        assertThat(widths).containsExactly(3, 1, 1, 1, 1, 1, 1);
        assertThat(time.slept).containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
    }

    @Test
    void ofSeveralUnderWayTheFirstSaysItForAll() {
        pace.slowDown();
        pace.slowDown();
        pace.slowDown();
        pace.await();

        assertThat(pace.width()).isEqualTo(3);
        assertThat(time.slept).containsExactly(200L);
    }

    @Test
    void eachPartThatArrivesMakesItOneMore() {
        pace.slowDown();
        pace.await();
        pace.slowDown();
        pace.await();
        pace.arrived();
        assertThat(pace.width()).isEqualTo(2);
        for (int i = 0; i < 10; i++) {
            pace.arrived();
        }

        assertThat(pace.width()).isEqualTo(6);
        time.slept.clear();
        pace.slowDown();
        pace.await();
        assertThat(time.slept).containsExactly(200L);
    }
}
