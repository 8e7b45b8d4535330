package dev.viridian.state;

import dev.viridian.spi.StateStore;
import java.util.Optional;

/** A store of texts, as those of files and clouds are: of what was put there nothing comes back but what it says. */
final class WrittenStateStore extends ForwardingStateStore {
    WrittenStateStore(StateStore store) {
        super(store);
    }

    @Override
    public Optional<Version> createIfAbsent(String key, Document document) {
        return super.createIfAbsent(key, written(document));
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        return super.replace(key, expected, written(document));
    }

    private static Document written(Document document) {
        String text = document.text();
        return () -> text;
    }
}
