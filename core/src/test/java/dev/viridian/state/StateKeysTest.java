package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StateKeysTest {
    @Test
    void aNumberHasSixDigitsSoThatKeysSortByIt() {
        assertThat(StateKeys.numbered(0)).isEqualTo("000000");
        assertThat(StateKeys.numbered(12)).isEqualTo("000012");
        assertThat(StateKeys.numbered(999_999)).isEqualTo("999999");
    }

    @Test
    void aNumberOfMoreDigitsHasAllOfThem() {
        assertThat(StateKeys.numbered(1_000_000)).isEqualTo("1000000");
        assertThat(StateKeys.numbered(Integer.MAX_VALUE)).isEqualTo("2147483647");
    }
}
