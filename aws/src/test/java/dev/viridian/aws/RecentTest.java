package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.spi.Time;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final Time time = Simulation.of("orders").open().platform().time();
    private final Recent<String, Integer> recent = new Recent<>(time);

    @Test
    void whatWasSeenIsKnownForAQuarterOfALease() {
        recent.saw("machines", 4);

        time.sleep(Duration.ofMillis(14_999));
        assertThat(recent.of("machines")).hasValue(4);
        assertThat(recent.of("users")).isEmpty();
        time.sleep(Duration.ofMillis(1));
        assertThat(recent.of("machines")).isEmpty();
    }

    @Test
    void whatWasSeenLastCounts() {
        recent.saw("machines", 4);
        time.sleep(Duration.ofSeconds(10));
        recent.saw("machines", 5);
        time.sleep(Duration.ofSeconds(10));

        assertThat(recent.of("machines")).hasValue(5);
    }

    @Test
    void whatIsForgottenIsNotKnown() {
        recent.saw("machines", 4);
        recent.saw("users", 7);

        recent.forget("machines");

        assertThat(recent.of("machines")).isEmpty();
        assertThat(recent.of("users")).hasValue(7);
    }
}
