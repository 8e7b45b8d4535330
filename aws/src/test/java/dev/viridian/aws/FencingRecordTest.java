package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Failure;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.MemoryStateStore;
import org.junit.jupiter.api.Test;

class FencingRecordTest {
    private final MemoryStateStore state = new MemoryStateStore();

    @Test
    void whoWasTakenOverIsRefusedByEachController() {
        new FencingRecord(state).admit("create orders-2-1", fence(4));

        assertThatThrownBy(() -> new FencingRecord(state).admit("destroy orders-1-1", fence(3)))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        refused -> assertThat(refused.failure()).isInstanceOf(Failure.FencedOff.class))
                .hasMessageContaining(
                        "it wants to destroy orders-1-1 with fencing token 3, but token 4 was already seen");
    }

    @Test
    void whoHoldsTheLeasePassesAsOftenAsItLikes() {
        FencingRecord record = new FencingRecord(state);
        record.admit("create orders-2-1", fence(4));
        record.admit("route to orders-2-1", fence(4));
        record.admit("create orders-3-1", fence(5));

        assertThat(state.read("fence").orElseThrow().document().text()).isEqualTo("5");
    }

    private static Fence fence(long token) {
        return new Fence(token, "orders#" + token + "/effect");
    }
}
