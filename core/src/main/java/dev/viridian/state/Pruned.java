package dev.viridian.state;

import dev.viridian.spi.StateStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the history was pruned.
 *
 * @param below what is older than this number is gone
 * @param kept except for these numbers, in order
 */
record Pruned(int below, List<Integer> kept) {
    private static final String KEY = "pruned";
    private static final String ADVICE =
            "Remove it from the state store: the next deployment prunes the history from its beginning again.";
    private static final Pruned NOTHING = new Pruned(1, List.of());

    Pruned {
        kept = List.copyOf(kept);
    }

    static Pruned in(StateStore store) {
        return store.read(KEY)
                .map(stored -> new SealedJson(KEY, ADVICE)
                        .read(
                                stored.document().text(),
                                fields -> RecordReader.read(Contents.class, fields)
                                        .pruned()))
                .orElse(NOTHING);
    }

    void writeTo(StateStore store) {
        StateStore.Document document = new LazyText(() -> SealedJson.write(Map.<String, Object>of("pruned", this)));
        Optional<StateStore.Stored> before = store.read(KEY);
        if (before.isPresent()) {
            store.replace(KEY, before.get().version(), document);
        } else {
            store.createIfAbsent(KEY, document);
        }
    }

    record Contents(Pruned pruned) {}
}
