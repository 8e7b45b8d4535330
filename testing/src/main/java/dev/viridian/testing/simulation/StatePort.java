package dev.viridian.testing.simulation;

import dev.viridian.spi.StateStore;
import java.util.List;
import java.util.Optional;

/** The state store of a world, through the gate of one controller. Its reads are never stale: no store may be. */
final class StatePort implements StateStore {
    private final StateStore store;
    private final Gate gate;

    StatePort(StateStore store, Gate gate) {
        this.store = store;
        this.gate = gate;
    }

    @Override
    public Optional<Stored> read(String key) {
        return gate.read(Operation.READ_STATE, key, () -> store.read(key));
    }

    @Override
    public List<String> list(String prefix) {
        return gate.read(Operation.LIST_STATE, prefix, () -> store.list(prefix));
    }

    @Override
    public Optional<Version> createIfAbsent(String key, Document document) {
        return gate.changeState(Operation.CREATE_STATE, key, () -> store.createIfAbsent(key, document));
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        return gate.changeState(Operation.REPLACE_STATE, key, () -> store.replace(key, expected, document));
    }

    @Override
    public boolean delete(String key, Version expected) {
        return gate.changeState(Operation.DELETE_STATE, key, () -> store.delete(key, expected));
    }
}
