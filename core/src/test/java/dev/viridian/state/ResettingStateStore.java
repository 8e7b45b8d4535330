package dev.viridian.state;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.util.Optional;

/** A store whose connection is reset a number of times, before a call has its effect or after it. */
final class ResettingStateStore extends ForwardingStateStore {
    private int before;
    private int after;

    ResettingStateStore(StateStore store) {
        super(store);
    }

    /** So many of the next reads and replacements fail and have no effect. */
    void failsBefore(int calls) {
        before = calls;
    }

    /** So many of the next replacements take effect and seem to fail. */
    void failsAfter(int calls) {
        after = calls;
    }

    @Override
    public Optional<Stored> read(String key) {
        perhapsFailBefore(key);
        return super.read(key);
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        perhapsFailBefore(key);
        Optional<Version> version = super.replace(key, expected, document);
        if (after > 0) {
            after--;
            throw reset(key);
        }
        return version;
    }

    private void perhapsFailBefore(String key) {
        if (before > 0) {
            before--;
            throw reset(key);
        }
    }

    private static PlatformException reset(String key) {
        return PlatformException.passing("call the store about " + key, new IllegalStateException("connection reset"));
    }
}
