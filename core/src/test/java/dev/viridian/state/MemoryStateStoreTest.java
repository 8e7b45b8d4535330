package dev.viridian.state;

import dev.viridian.spi.StateStore;

class MemoryStateStoreTest extends StateStoreContract {
    private final StateStore store = new MemoryStateStore();

    @Override
    StateStore store() {
        return store;
    }
}
