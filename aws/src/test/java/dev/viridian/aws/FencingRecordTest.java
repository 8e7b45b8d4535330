package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Failure;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import dev.viridian.state.MemoryStateStore;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FencingRecordTest {
    private final FencingRecord record = new FencingRecord(new MemoryStateStore(), Tasks.threads());

    @Test
    void tellsWhatWasSeenMeanwhile() {
        assertThat(record.admit("create orders-1-1", fence(3), () -> "no such group"))
                .isEqualTo("no such group");
    }

    @Test
    void whatIsNotToBeIsToldByWhoeverLooks() {
        Supplier<String> refusing = () -> {
            throw PlatformException.refused("destroy orders-1-1", "it gets traffic");
        };

        assertThatThrownBy(() -> record.admit("destroy orders-1-1", fence(3), refusing))
                .hasMessageContaining("it gets traffic");
    }

    /** A controller that was taken over must not take what it sees for its own failure. */
    @Test
    void whoWasTakenOverHearsThatWhateverIsSeen() {
        record.admit("create orders-2-1", fence(4));
        Supplier<String> refusing = () -> {
            throw PlatformException.refused("destroy orders-1-1", "it gets traffic");
        };

        assertThatThrownBy(() -> record.admit("destroy orders-1-1", fence(3), refusing))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        refused -> assertThat(refused.failure()).isInstanceOf(Failure.FencedOff.class))
                .hasMessageContaining("it wants to destroy orders-1-1 with fencing token 3");
    }

    private static Fence fence(long token) {
        return new Fence(token, "orders#" + token + "/effect");
    }
}
