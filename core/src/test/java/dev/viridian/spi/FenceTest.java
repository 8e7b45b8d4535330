package dev.viridian.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Failure;
import org.junit.jupiter.api.Test;

class FenceTest {
    private final Fence fence = new Fence(4, "orders#7/create orders-7-1");

    @Test
    void letsTheNewestControllerPassAsOftenAsItLikes() {
        assertThatCode(() -> {
                    fence.requireNotOlderThan(0, () -> "create orders-7-1");
                    fence.requireNotOlderThan(3, () -> "create orders-7-1");
                    fence.requireNotOlderThan(4, () -> "create orders-7-1");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAnOlderControllerAndSaysWhatItWanted() {
        assertThatThrownBy(() -> fence.requireNotOlderThan(5, () -> "create orders-7-1"))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        refused -> assertThat(refused.failure()).isInstanceOf(Failure.FencedOff.class))
                .hasMessageContaining(
                        "it wants to create orders-7-1 with fencing token 4, but token 5 was already seen");
    }
}
