package dev.viridian.testing.contract;

import dev.viridian.spi.StateStore;
import dev.viridian.state.FileStateStore;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreContractTest extends StateStoreContract {
    @TempDir
    private Path folder;

    private StateStore store;

    @BeforeEach
    void openStore() {
        store = FileStateStore.in(folder.resolve("state"));
    }

    @Override
    protected StateStore store() {
        return store;
    }
}
