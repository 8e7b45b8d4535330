package dev.viridian.testing.contract;

import dev.viridian.spi.StateStore;
import java.util.List;
import java.util.Optional;

/** A state store some of whose answers are others; as it is, it alters nothing. */
class AlteredStateStore implements StateStore {
    final StateStore real;

    AlteredStateStore(StateStore real) {
        this.real = real;
    }

    @Override
    public Optional<Stored> read(String key) {
        return real.read(key);
    }

    @Override
    public List<String> list(String prefix) {
        return real.list(prefix);
    }

    @Override
    public Optional<Version> createIfAbsent(String key, Document document) {
        return real.createIfAbsent(key, document);
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        return real.replace(key, expected, document);
    }

    @Override
    public boolean delete(String key, Version expected) {
        return real.delete(key, expected);
    }
}
