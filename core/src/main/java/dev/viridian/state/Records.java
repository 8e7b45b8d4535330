package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The records of one deployment's journal as texts: number 0 is its head, what happened follows from 1. */
final class Records {
    private static final String PREFIX = "journal/";

    private final StateStore store;
    private final DeploymentId id;

    Records(StateStore store, DeploymentId id) {
        this.store = store;
        this.id = id;
    }

    DeploymentId id() {
        return id;
    }

    /**
     * Makes the record where none of its number is; {@code false} when another one is there. An answer may be lost after the record
     * was made: then it is there, and it is ours to the letter.
     */
    boolean put(int number, String text) {
        try {
            return store.createIfAbsent(key(number), () -> text).isPresent() || holds(number, text);
        } catch (PlatformException e) {
            if (holds(number, text)) {
                return true;
            }
            throw e;
        }
    }

    Optional<String> read(int number) {
        return store.read(key(number)).map(stored -> stored.document().text());
    }

    /** The number of the last record; -1 where there is none. */
    int last() {
        List<String> keys = store.list(folder());
        return keys.isEmpty() ? -1 : Integer.parseInt(keys.get(keys.size() - 1).substring(folder().length()));
    }

    private boolean holds(int number, String text) {
        return read(number).map(text::equals).orElse(false);
    }

    /** Digits as the store wants them, whatever digits the user's language has. */
    private String key(int number) {
        return folder() + String.format(Locale.ROOT, "%06d", number);
    }

    private String folder() {
        return PREFIX + String.format(Locale.ROOT, "%06d/", id.number());
    }
}
