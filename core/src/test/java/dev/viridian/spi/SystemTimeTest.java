package dev.viridian.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Failure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SystemTimeTest {
    private final Time time = Time.system();

    @Test
    void sleepsAsLongAsItIsTold() {
        Instant end = time.now().plus(Duration.ofMillis(2));

        time.sleep(Duration.ofMillis(2));

        assertThat(time.now()).isAfterOrEqualTo(end);
    }

    @Test
    void endsAnInterruptedWaitAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> time.sleep(Duration.ofDays(1)))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        thrown -> assertThat(thrown.failure()).isInstanceOf(Failure.FencedOff.class));
        assertThat(Thread.interrupted()).isTrue();
    }
}
