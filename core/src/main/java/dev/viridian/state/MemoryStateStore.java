package dev.viridian.state;

import dev.viridian.spi.StateStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** A store that ends with the process: for simulations. Safe for use by several threads. */
public final class MemoryStateStore implements StateStore {
    /** After what begins with a prefix comes what begins with it and goes on with this, which no key holds. */
    private static final char AFTER_ALL_LETTERS = Character.MAX_VALUE;

    private final Map<String, Stored> entries = new HashMap<>();

    /** In order, for whoever lists them; reading is ten times as frequent, and keys begin alike, so that comparing them takes long. */
    private final NavigableSet<String> keys = new TreeSet<>();

    private long writes;

    /** An empty store. */
    public MemoryStateStore() {}

    /** A store that holds what the other one holds now, in the same versions. */
    public MemoryStateStore(MemoryStateStore other) {
        synchronized (other) {
            entries.putAll(other.entries);
            keys.addAll(other.keys);
            writes = other.writes;
        }
    }

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
        return List.copyOf(keys.subSet(StateKeys.requirePrefix(prefix), prefix + AFTER_ALL_LETTERS));
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
            keys.remove(key);
        }
        return found;
    }

    private boolean holds(String key, Version expected) {
        return read(key).map(stored -> stored.version().equals(expected)).orElse(false);
    }

    private Version put(String key, Document document) {
        Version version = new Version(Long.toString(++writes));
        if (entries.put(key, new Stored(document, version)) == null) {
            keys.add(key);
        }
        return version;
    }
}
