package dev.viridian.state;

import dev.viridian.spi.StateStore;
import java.util.Optional;

/**
 * A key of a state store whose document is replaced again and again, by whoever comes. Of two who write at the same time one is told
 * that something else is there by now.
 *
 * @param store the store
 * @param key the key
 */
public record Place(StateStore store, String key) {
    /** What is there. */
    public Optional<StateStore.Stored> read() {
        return store.read(key);
    }

    /** Puts the document in the place of what was read there, something or nothing; says whether it is there now. */
    public boolean put(Optional<StateStore.Stored> before, StateStore.Document document) {
        return before.map(stored -> store.replace(key, stored.version(), document))
                .orElseGet(() -> store.createIfAbsent(key, document))
                .isPresent();
    }
}
