package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records of one deployment's journal, numbered from 0. */
final class Records {
    private static final String PREFIX = "journal/";

    private final StateStore store;
    private final DeploymentId id;
    private final String folder;

    Records(StateStore store, DeploymentId id) {
        this.store = store;
        this.id = id;
        this.folder = PREFIX + StateKeys.numbered(id.number()) + "/";
    }

    DeploymentId id() {
        return id;
    }

    /**
     * Makes the record where none of its number is; {@code false} when another one is there. An answer may be lost after the record
     * was made: then it is there, and it is ours to the letter.
     */
    boolean put(int number, StateStore.Document document) {
        try {
            return store.createIfAbsent(key(number), document).isPresent() || holds(number, document);
        } catch (PlatformException e) {
            if (holds(number, document)) {
                return true;
            }
            throw e;
        }
    }

    Optional<StateStore.Document> read(int number) {
        return store.read(key(number)).map(StateStore.Stored::document);
    }

    /** Whether it is the same, or says the same; its text is made only where that is not clear without. */
    static boolean same(StateStore.Document one, StateStore.Document other) {
        return one == other || (!areRecords(one, other) && one.text().equals(other.text()));
    }

    /** Two records that are two objects were written by two: each says who wrote it, with which fencing token. */
    private static boolean areRecords(StateStore.Document one, StateStore.Document other) {
        return one instanceof RecordDocument && other instanceof RecordDocument;
    }

    JournalRecord parsed(int number, StateStore.Document document) {
        if (document instanceof RecordDocument unwritten) {
            return unwritten.record();
        }
        return new SealedJson(key(number), advice())
                .read(document.text(), fields -> JournalRecord.of(fields, id.toString(), number));
    }

    /**
     * All records.
     *
     * @throws PlatformException when one is damaged or missing
     */
    List<JournalRecord> all() {
        List<String> keys = store.list(folder);
        List<JournalRecord> all = new ArrayList<>();
        for (int number = 0; number < keys.size(); number++) {
            String key = key(number);
            if (!keys.get(number).equals(key)) {
                throw PlatformException.refused(
                        "read the journal of " + id,
                        "expected '" + key + "' and found '" + keys.get(number) + "'. " + advice());
            }
            StateStore.Stored stored = store.read(key)
                    .orElseThrow(() -> PlatformException.refused(
                            "read the journal of " + id, "a record is listed and is not there. " + advice()));
            all.add(parsed(number, stored.document()));
        }
        return all;
    }

    /** Removes all of them; of those that are gone already, nothing. */
    void remove() {
        for (String key : store.list(folder)) {
            store.read(key).ifPresent(stored -> store.delete(key, stored.version()));
        }
    }

    private boolean holds(int number, StateStore.Document document) {
        return read(number).map(found -> same(found, document)).orElse(false);
    }

    private String advice() {
        return "Make sure that no deployment is going on, and see which environment is live and well. Then put the record back from a copy,"
                + " or remove all of '" + folder + "' and deploy: what gets the traffic is then taken for proven.";
    }

    private String key(int number) {
        return folder + StateKeys.numbered(number);
    }
}
