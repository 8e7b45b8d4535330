package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.spi.StateStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What was deployed when, by whom, and how it ended: one small entry for each finished deployment, read only when it is asked for, so
 * that a history of thousands opens at once.
 */
public final class History {
    private static final String PREFIX = "history/";
    private static final String ADVICE =
            "Remove it from the state store: the next deployment makes it anew from the journal where it was the last one, and otherwise"
                    + " it is missing in the history.";

    private final StateStore store;
    private final String application;

    private History(StateStore store, String application) {
        this.store = store;
        this.application = application;
    }

    /** The history of that application. */
    public static History of(StateStore store, String application) {
        return new History(store, application);
    }

    /** Whether the deployment is finished and has its entry. */
    public boolean holds(DeploymentId id) {
        return store.read(key(id.number())).isPresent();
    }

    /** Adds a deployment; of one that is there already, nothing. */
    public void add(HistoryEntry entry) {
        store.createIfAbsent(
                key(entry.id().number()),
                new TypedDocument(entry, () -> SealedJson.write(Map.<String, Object>of("deployment", entry))));
    }

    /**
     * The entry of a deployment, if it is finished.
     *
     * @throws dev.viridian.spi.PlatformException when it is damaged
     */
    public Optional<HistoryEntry> find(DeploymentId id) {
        String key = key(id.number());
        return store.read(key)
                .map(stored -> TypedDocument.value(stored.document(), HistoryEntry.class, text -> parsed(key, text)));
    }

    private static HistoryEntry parsed(String key, String text) {
        return new SealedJson(key, ADVICE)
                .read(text, fields -> RecordReader.read(Contents.class, fields).deployment());
    }

    /** All finished deployments that were not removed, the last one first; each is read when the stream gets there. */
    public Stream<HistoryEntry> newestFirst() {
        int last = LastDeployment.find(store, application)
                .id()
                .map(DeploymentId::number)
                .orElse(0);
        Pruned pruned = Pruned.in(store);
        IntStream present = IntStream.iterate(last, number -> number >= pruned.below(), number -> number - 1);
        IntStream kept =
                pruned.kept().stream().sorted(Comparator.reverseOrder()).mapToInt(Integer::intValue);
        return IntStream.concat(present, kept)
                .mapToObj(number -> find(new DeploymentId(application, number)))
                .flatMap(Optional::stream);
    }

    /** Removes one; its number is not given again. */
    void remove(DeploymentId id) {
        store.read(key(id.number())).ifPresent(stored -> store.delete(key(id.number()), stored.version()));
    }

    /** The last deployment that has its entry; 0 where none has. */
    static int lastNumber(StateStore store) {
        List<String> keys = store.list(PREFIX);
        return keys.isEmpty() ? 0 : Integer.parseInt(keys.get(keys.size() - 1).substring(PREFIX.length()));
    }

    record Contents(HistoryEntry deployment) {}

    private static String key(int number) {
        return PREFIX + StateKeys.numbered(number);
    }
}
