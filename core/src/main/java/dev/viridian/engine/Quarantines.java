package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.StateStore;
import dev.viridian.state.Place;
import java.time.Instant;

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
        Place place = new Place(store, PREFIX + environment);
        place.put(place.read(), () -> until + "\n");
    }

    boolean holds(EnvironmentName environment, Instant now) {
        return store.read(PREFIX + environment)
                .map(stored ->
                        now.isBefore(Instant.parse(stored.document().text().strip())))
                .orElse(false);
    }
}
