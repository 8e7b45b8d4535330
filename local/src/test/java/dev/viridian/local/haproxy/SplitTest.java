package dev.viridian.local.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    @Test
    void writesTheSumOfAllAndThenTheSumUpToEachSlot() {
        assertThat(new Split(List.of(90, 0, 10)).text()).isEqualTo("100:90:90:100");
        assertThat(Split.NOTHING.text()).isEqualTo("0");
    }

    @Test
    void readsBackWhateverItWrites() {
        Random random = new Random(7);
        for (int round = 0; round < 1_000; round++) {
            List<Integer> weights = new ArrayList<>();
            for (int slot = random.nextInt(16); slot > 0; slot--) {
                weights.add(random.nextInt(3) == 0 ? 0 : random.nextInt(1_000));
            }
            assertThat(Split.parse(new Split(weights).text())).isEqualTo(new Split(weights));
        }
    }

    @Test
    void aSlotThatItDoesNotKnowHasNoWeight() {
        assertThat(new Split(List.of(1)).weight(2)).isZero();
    }

    @Test
    void leavesTheOtherSlotsTheirWeights() {
        assertThat(new Split(List.of(3, 1)).without(1)).isEqualTo(new Split(List.of(0, 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders-1", "100:90", "100:90:80:100", "1:-1:1", "99999999999:1", "2:1:2:"})
    void refusesWhatItDidNotWrite(String text) {
        assertThatThrownBy(() -> Split.parse(text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("changed by hand");
    }

    @Test
    void refusesWeightsThatARandomNumberOfHaproxysWouldNotDivideEvenly() {
        assertThatThrownBy(() -> new Split(List.of(Integer.MAX_VALUE, Integer.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected at most 1000000");
    }
}
