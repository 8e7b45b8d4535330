package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.StateStore;
import java.time.Instant;
import java.util.Optional;

/** Which environments are kept for examination, and until when. */
final class Quarantines {
    private static final String PREFIX = "quarantine/";

    private final StateStore store;

    private Quarantines(StateStore store) {
        this.store = store;
    }

    static Quarantines in(StateStore store) {
        return new Quarantines(store);
    }

    void put(EnvironmentName environment, Instant until) {
        StateStore.Document text = () -> until + "\n";
        Optional<StateStore.Stored> before = store.read(PREFIX + environment);
        if (before.isEmpty()) {
            store.createIfAbsent(PREFIX + environment, text);
        } else {
            store.replace(PREFIX + environment, before.get().version(), text);
        }
    }

    boolean holds(EnvironmentName environment, Instant now) {
        return store.read(PREFIX + environment)
                .map(stored ->
                        now.isBefore(Instant.parse(stored.document().text().strip())))
                .orElse(false);
    }
}
