package dev.viridian.state;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A store whose next writes go wrong in the ways that were ordered. */
final class UnreliableStateStore extends ForwardingStateStore {
    private final Deque<Fault> faults = new ArrayDeque<>();
    private Runnable afterNextRead = () -> {};

    UnreliableStateStore(StateStore store) {
        super(store);
    }

    /** What goes wrong with a write. */
    enum Fault {
        /** Nothing is written, and that is said. */
        FAILS,
        /** It is written, and then said to have failed. */
        WRITES_AND_THROWS,
        /** It is written, and then said to have lost against another writer. */
        WRITES_AND_ANSWERS_EMPTY,
        /** It is written a moment after it was said to have failed: once it was looked for. */
        FAILS_AND_WRITES_LATER,
        /** Nothing goes wrong. */
        NONE
    }

    void next(Fault... order) {
        faults.addAll(List.of(order));
    }

    @Override
    public Optional<Stored> read(String key) {
        Optional<Stored> found = super.read(key);
        Runnable now = afterNextRead;
        afterNextRead = () -> {};
        now.run();
        return found;
    }

    @Override
    public Optional<Version> createIfAbsent(String key, Document document) {
        Fault fault = faults.isEmpty() ? Fault.NONE : faults.remove();
        switch (fault) {
            case FAILS -> throw lost(key);
            case WRITES_AND_THROWS -> {
                super.createIfAbsent(key, document);
                throw lost(key);
            }
            case WRITES_AND_ANSWERS_EMPTY -> {
                super.createIfAbsent(key, document);
                return Optional.empty();
            }
            case FAILS_AND_WRITES_LATER -> {
                afterNextRead = () -> super.createIfAbsent(key, document);
                throw lost(key);
            }
            case NONE -> {
                return super.createIfAbsent(key, document);
            }
        }
        throw new AssertionError(fault);
    }

    private static PlatformException lost(String key) {
        return PlatformException.passing("write " + key, new IllegalStateException("connection reset"));
    }
}
