package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.util.Optional;

/**
 * The last environment that was proven, remembered where a deployment was halted: whatever gets the traffic then may not be proven, so
 * the way back stays until a later deployment has brought something live that is.
 */
final class WayBack {
    private static final String KEY = "way-back";

    private final StateStore store;

    private WayBack(StateStore store) {
        this.store = store;
    }

    static WayBack in(StateStore store) {
        return new WayBack(store);
    }

    /** Remembers it; one that is remembered already was proven later than anything since. */
    void remember(EnvironmentName lastProven) {
        store.createIfAbsent(KEY, () -> lastProven.value() + "\n");
    }

    Optional<EnvironmentName> find() {
        return store.read(KEY).map(stored -> name(stored.document().text().strip()));
    }

    private static EnvironmentName name(String text) {
        try {
            return new EnvironmentName(text);
        } catch (IllegalArgumentException e) {
            throw PlatformException.refused(
                    "read which environment was proven last",
                    "'" + KEY + "' in the state store is damaged: it says '" + text
                            + "'. Expected the name of an environment. Write there the one that is to be gone back to, or remove"
                            + " it where what gets the traffic is well.");
        }
    }

    void forget() {
        store.read(KEY).ifPresent(stored -> store.delete(KEY, stored.version()));
    }
}
