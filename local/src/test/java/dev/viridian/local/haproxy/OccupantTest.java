package dev.viridian.local.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.EnvironmentName;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OccupantTest {
    @Test
    void readsBackWhatItWrites() {
        Occupant occupant = new Occupant(new EnvironmentName("orders-1"), Instant.ofEpochMilli(1_700_000_000_123L), 42);

        assertThat(Occupant.parse(occupant.text())).isEqualTo(occupant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders-1", "orders-1:1", "orders-1:soon:1", "Orders:1:1", "orders-1:1:1:1"})
    void refusesWhatItDidNotWrite(String text) {
        assertThatThrownBy(() -> Occupant.parse(text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("changed by hand");
    }
}
