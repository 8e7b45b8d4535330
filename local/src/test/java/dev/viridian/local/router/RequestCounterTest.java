package dev.viridian.local.router;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestCounterTest {
    /** Such a clock may begin anywhere, and pass its highest number. */
    private long nanos = Long.MAX_VALUE - 1;

    private final RequestCounter counter = new RequestCounter(() -> nanos);

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void countsThoseOfTheLastTime() {
        counter.count();
        pass(ofSeconds(5));
        counter.count();
        counter.count();
        pass(ofMillis(100));

        assertThat(counter.in(ofMillis(50))).isZero();
        assertThat(counter.in(ofMillis(100))).isEqualTo(2);
        assertThat(counter.in(ofSeconds(3))).isEqualTo(2);
        assertThat(counter.in(ofSeconds(6))).isEqualTo(3);
        assertThat(counter.in(Duration.ZERO)).isZero();
    }

    @Test
    void countsBySecondsWhereThatIsLongAgo() {
        counter.count();
        pass(ofMinutes(10));
        counter.count();
        pass(ofMinutes(20));

        assertThat(counter.in(ofMinutes(19))).isZero();
        assertThat(counter.in(ofMinutes(21))).isEqualTo(1);
        assertThat(counter.in(ofMinutes(31))).isEqualTo(2);
    }

    @Test
    void tellsOfMoreThanTwoHoursTheLastTwoUnlessThatIsAll() {
        counter.count();
        pass(ofMinutes(180));
        counter.count();

        assertThat(counter.in(ofMinutes(150))).isEqualTo(1);
        assertThat(counter.in(ofMinutes(180))).isEqualTo(2);
    }
}
