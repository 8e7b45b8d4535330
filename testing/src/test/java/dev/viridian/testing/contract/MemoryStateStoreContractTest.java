package dev.viridian.testing.contract;

import dev.viridian.spi.StateStore;
import dev.viridian.state.MemoryStateStore;

class MemoryStateStoreContractTest extends StateStoreContract {
    private final StateStore store = new MemoryStateStore();

    @Override
    protected StateStore store() {
        return store;
    }
}
