package dev.viridian.examples.orders.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortTest {
    @Test
    void theArgumentGoesBeforeTheEnvironment() {
        assertThat(Port.from(List.of("--port", "8080"), Map.of("PORT", "9090"))).isEqualTo(8080);
        assertThat(Port.from(List.of(), Map.of("PORT", "9090"))).isEqualTo(9090);
    }

    @Test
    void refusesToGuess() {
        assertThatThrownBy(() -> Port.from(List.of(), Map.of()))
                .isInstanceOf(RefusedToStart.class)
                .hasMessage("No port to listen on: give --port N, or set PORT.");
    }

    @Test
    void refusesArgumentsThatItDoesNotKnow() {
        assertThatThrownBy(() -> Port.from(List.of("--prot", "8080"), Map.of()))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("[--prot, 8080]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http", "-1", "65536", "80.0"})
    void refusesWhatIsNoPort(String text) {
        assertThatThrownBy(() -> Port.from(List.of("--port", text), Map.of()))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("'" + text + "' from --port");
        assertThatThrownBy(() -> Port.from(List.of(), Map.of("PORT", text)))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("'" + text + "' from the environment variable PORT");
    }
}
