package dev.viridian.state;

import dev.viridian.spi.StateStore;
import java.util.List;
import java.util.Optional;

/** A store that is another one, until a test changes something about it. */
class ForwardingStateStore implements StateStore {
    private final StateStore store;

    ForwardingStateStore(StateStore store) {
        this.store = store;
    }

    @Override
    public Optional<Stored> read(String key) {
        return store.read(key);
    }

    @Override
    public List<String> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public Optional<Version> createIfAbsent(String key, Document document) {
        return store.createIfAbsent(key, document);
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        return store.replace(key, expected, document);
    }

    @Override
    public boolean delete(String key, Version expected) {
        return store.delete(key, expected);
    }
}
