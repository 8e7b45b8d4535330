package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.state.Place;
import java.time.Instant;
import java.time.format.DateTimeParseException;

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
                .map(stored -> stored.document().text().strip())
                .map(text -> now.isBefore(until(environment, text)))
                .orElse(false);
    }

    private static Instant until(EnvironmentName environment, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw PlatformException.refused(
                    "read until when " + environment + " is in quarantine",
                    "'" + PREFIX + environment + "' in the state store is damaged: it says '" + text
                            + "'. Expected a time such as 2026-01-31T12:00:00Z. Write one there, or remove it where nobody"
                            + " examines that environment any more.");
        }
    }
}
