package dev.viridian.engine;

import dev.viridian.spi.StateStore;
import java.util.List;
import java.util.Optional;

/** A state store whose calls take no longer than an answer may: one that hangs is one that failed. */
final class BoundedStateStore implements StateStore {
    private final StateStore store;
    private final Calls calls;

    BoundedStateStore(StateStore store, Calls calls) {
        this.store = store;
        this.calls = calls;
    }

    @Override
    public Optional<Stored> read(String key) {
        return calls.answer(() -> "read '" + key + "' in the state store", () -> store.read(key));
    }

    @Override
    public List<String> list(String prefix) {
        return calls.answer(() -> "list '" + prefix + "' in the state store", () -> store.list(prefix));
    }

    @Override
    public Optional<Version> createIfAbsent(String key, Document document) {
        return calls.answer(() -> "write '" + key + "' in the state store", () -> store.createIfAbsent(key, document));
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        return calls.answer(
                () -> "replace '" + key + "' in the state store", () -> store.replace(key, expected, document));
    }

    @Override
    public boolean delete(String key, Version expected) {
        return calls.answer(() -> "remove '" + key + "' in the state store", () -> store.delete(key, expected));
    }
}
