package dev.viridian.state;

import dev.viridian.spi.StateStore;
import java.util.Optional;

/** A store in which somebody else is quicker, once, right before a key is written. */
final class RacingStateStore extends ForwardingStateStore {
    private final String contested;
    private Runnable somebodyElse;

    RacingStateStore(StateStore store, String contested, Runnable somebodyElse) {
        super(store);
        this.contested = contested;
        this.somebodyElse = somebodyElse;
    }

    @Override
    public Optional<Version> createIfAbsent(String key, Document document) {
        letSomebodyElseGoFirst(key);
        return super.createIfAbsent(key, document);
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        letSomebodyElseGoFirst(key);
        return super.replace(key, expected, document);
    }

    private void letSomebodyElseGoFirst(String key) {
        if (key.equals(contested)) {
            Runnable now = somebodyElse;
            somebodyElse = () -> {};
            now.run();
        }
    }
}
