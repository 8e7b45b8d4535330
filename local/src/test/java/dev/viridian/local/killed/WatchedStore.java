package dev.viridian.local.killed;

import dev.viridian.spi.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A store that says each change that is asked of it, and at one of which something happens to its controller. One that is to be killed there
 * stops for good: so it depends on no timing what it had done when it was.
 */
final class WatchedStore implements StateStore {
    /** What is said of each change: this, and the key. */
    static final String WRITES = "writes ";

    /** What is said when there is nothing left to do but to be killed. */
    static final String STOPPED = "stopped ";

    /** What is said when anything else has happened to it. */
    static final String HAPPENED = "happened ";

    private final StateStore store;
    private final Incident incident;
    private final Path world;
    private final Consumer<String> say;
    private final AtomicInteger writes = new AtomicInteger();

    WatchedStore(StateStore store, Incident incident, Path world, Consumer<String> say) {
        this.store = store;
        this.incident = incident;
        this.world = world;
        this.say = say;
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
        return watched(key, () -> store.createIfAbsent(key, document));
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        return watched(key, () -> store.replace(key, expected, document));
    }

    @Override
    public boolean delete(String key, Version expected) {
        return watched(key, () -> store.delete(key, expected));
    }

    private <T> T watched(String key, Supplier<T> change) {
        int write = writes.incrementAndGet();
        say.accept(WRITES + key);
        if (incident.isBefore(write)) {
            happen(key);
        }
        T changed = change.get();
        if (incident.isAfter(write)) {
            happen(key);
        }
        return changed;
    }

    private void happen(String key) {
        if (incident.kind() == Incident.Kind.STOPS) {
            awaitTheEnd(key);
        }
        try {
            incident.happen(world);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        say.accept(HAPPENED + incident + ", " + key);
    }

    /** An interrupt does not end it: nothing more must happen on this thread. */
    private void awaitTheEnd(String key) {
        say.accept(STOPPED + incident + ", " + key);
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                say.accept("interrupted while it waited for its end");
            }
        }
    }
}
