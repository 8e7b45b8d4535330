package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.StateStore;
import java.util.Optional;

/**
 * The last environment that was proven, remembered where a deployment was halted: whatever gets the traffic then may not be proven, so
 * the way back stays until a later deployment has brought something live that is.
 */
final class WayBack {
    private static final String KEY = "way-back";

    private final StateStore store;

    private WayBack(StateStore store) {
        this.store = store;
    }

    static WayBack in(StateStore store) {
        return new WayBack(store);
    }

    /** Remembers it; one that is remembered already was proven later than anything since. */
    void remember(EnvironmentName lastProven) {
        store.createIfAbsent(KEY, () -> lastProven.value() + "\n");
    }

    Optional<EnvironmentName> find() {
        return store.read(KEY)
                .map(stored -> new EnvironmentName(stored.document().text().strip()));
    }

    void forget() {
        store.read(KEY).ifPresent(stored -> store.delete(KEY, stored.version()));
    }
}
