package dev.viridian.state;

import dev.viridian.Revision;
import dev.viridian.spi.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The revisions of an application that somebody marked as bad: one small list. */
public final class BadRevisions {
    private static final String KEY = "bad-revisions";
    private static final String ADVICE = "Remove it from the state store, and mark again what is bad.";

    private final StateStore store;

    private BadRevisions(StateStore store) {
        this.store = store;
    }

    /** Those in that store. */
    public static BadRevisions in(StateStore store) {
        return new BadRevisions(store);
    }

    /**
     * All of them, the one that was marked first at the beginning.
     *
     * @throws dev.viridian.spi.PlatformException when the list is damaged
     */
    public List<BadRevision> all() {
        return store.read(KEY).map(BadRevisions::read).orElse(List.of());
    }

    /** The mark of a revision, if it has one. */
    public Optional<BadRevision> find(Revision revision) {
        return all().stream().filter(bad -> bad.isOf(revision)).findFirst();
    }

    /** Marks one; a mark that it had already is replaced. */
    public void add(BadRevision bad) {
        while (!replaced(bad.revision(), List.of(bad))) {
            // Somebody else changed the list meanwhile.
        }
    }

    /** Takes the mark away; says whether there was one. */
    public boolean remove(String revision) {
        while (all().stream().anyMatch(bad -> bad.revision().equals(revision))) {
            if (replaced(revision, List.of())) {
                return true;
            }
        }
        return false;
    }

    private boolean replaced(String revision, List<BadRevision> by) {
        Place place = new Place(store, KEY);
        Optional<StateStore.Stored> before = place.read();
        List<BadRevision> bad = new ArrayList<>(before.map(BadRevisions::read).orElse(List.of()));
        bad.removeIf(marked -> marked.revision().equals(revision));
        bad.addAll(by);
        return place.put(before, new LazyText(() -> SealedJson.write(Map.<String, Object>of("bad", bad))));
    }

    private static List<BadRevision> read(StateStore.Stored stored) {
        return new SealedJson(KEY, ADVICE)
                .read(
                        stored.document().text(),
                        fields -> RecordReader.read(Contents.class, fields).bad());
    }

    record Contents(List<BadRevision> bad) {}
}
