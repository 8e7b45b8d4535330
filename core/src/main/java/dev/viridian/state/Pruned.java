package dev.viridian.state;

import dev.viridian.spi.StateStore;
import java.util.List;
import java.util.Map;

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
        Place place = new Place(store, KEY);
        place.put(place.read(), new LazyText(() -> SealedJson.write(Map.<String, Object>of("pruned", this))));
    }

    record Contents(Pruned pruned) {}
}
