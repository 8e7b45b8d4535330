package dev.viridian.state;

import dev.viridian.spi.StateStore;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A store that ends with the process: for simulations. Safe for use by several threads. */
public final class MemoryStateStore implements StateStore {
    private final NavigableMap<String, Stored> entries = new TreeMap<>();
    private long writes;

    /** An empty store. */
    public MemoryStateStore() {}

    @Override
    public synchronized Optional<Stored> read(String key) {
        Optional<Stored> found = Optional.ofNullable(entries.get(key));
        if (found.isEmpty()) {
            StateKeys.requireKey(key); // What is there has a key that was looked at.
        }
        return found;
    }

    @Override
    public synchronized List<String> list(String prefix) {
        return entries.tailMap(StateKeys.requirePrefix(prefix), true).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .toList();
    }

    @Override
    public synchronized Optional<Version> createIfAbsent(String key, Document document) {
        return read(key).isPresent() ? Optional.empty() : Optional.of(put(key, document));
    }

    @Override
    public synchronized Optional<Version> replace(String key, Version expected, Document document) {
        return holds(key, expected) ? Optional.of(put(key, document)) : Optional.empty();
    }

    @Override
    public synchronized boolean delete(String key, Version expected) {
        boolean found = holds(key, expected);
        if (found) {
            entries.remove(key);
        }
        return found;
    }

    private boolean holds(String key, Version expected) {
        return read(key).map(stored -> stored.version().equals(expected)).orElse(false);
    }

    private Version put(String key, Document document) {
        Version version = new Version(Long.toString(++writes));
        entries.put(key, new Stored(document, version));
        return version;
    }
}
