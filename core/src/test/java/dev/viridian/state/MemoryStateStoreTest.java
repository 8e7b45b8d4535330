package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryStateStoreTest {
    @Test
    void aCopyHoldsTheSameInTheSameVersionsAndGoesItsOwnWay() {
        MemoryStateStore store = new MemoryStateStore();
        store.createIfAbsent("lease", () -> "somebody\n");
        MemoryStateStore copy = new MemoryStateStore(store);
        var lease = store.read("lease").orElseThrow();

        assertThat(copy.read("lease")).contains(lease);
        assertThat(copy.replace("lease", lease.version(), () -> "nobody\n"))
                .isEqualTo(store.createIfAbsent("fence", () -> "1\n"));

        assertThat(store.read("lease")).contains(lease);
        assertThat(store.list("")).containsExactly("fence", "lease");
        assertThat(copy.list("")).containsExactly("lease");
    }
}
