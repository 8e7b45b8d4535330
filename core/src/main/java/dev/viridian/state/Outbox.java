package dev.viridian.state;

import dev.viridian.Notification;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Notifications on their way: each is written down before it is delivered and removed when all have it, so that it is not lost where
 * the controller dies or a receiver is dead for long. One that was written down twice is there once.
 */
public final class Outbox {
    private static final String PREFIX = "outbox/";
    private static final Pattern NOT_FOR_KEYS = Pattern.compile("[^A-Za-z0-9._-]");
    private static final String ADVICE =
            "What it told is in the journal of that deployment. Remove it from the state store, so that the others are looked at again.";

    private final StateStore store;

    private Outbox(StateStore store) {
        this.store = store;
    }

    /** The one in that store. */
    public static Outbox in(StateStore store) {
        return new Outbox(store);
    }

    /** Writes the notification down for those who have to hear of it, and finds the one that is there already. */
    public Slip put(Notification notification, List<String> owed) {
        String key = keyOf(notification);
        return store.createIfAbsent(key, document(notification, owed))
                .map(version -> new Slip(key, notification, owed, version))
                .or(() -> find(key))
                .orElseGet(() -> put(notification, owed));
    }

    /** The keys of all that wait, those of the oldest deployment first. */
    public List<String> keys() {
        return store.list(PREFIX);
    }

    /**
     * What waits at a key, if it still does.
     *
     * @throws PlatformException when it is damaged
     */
    public Optional<Slip> find(String key) {
        return store.read(key).map(stored -> {
            Contents contents =
                    TypedDocument.value(stored.document(), Contents.class, text -> Contents.parsed(key, text));
            return new Slip(key, contents.notification(), contents.owed(), stored.version());
        });
    }

    record Contents(Notification notification, List<String> owed) {
        Contents {
            owed = List.copyOf(owed);
        }

        static Contents parsed(String key, String text) {
            return new SealedJson(key, ADVICE).read(text, fields -> RecordReader.read(Contents.class, fields));
        }

        String text() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("owed", owed);
            fields.put("notification", notification);
            return SealedJson.write(fields);
        }
    }

    private static StateStore.Document document(Notification notification, List<String> owed) {
        Contents contents = new Contents(notification, owed);
        return new TypedDocument(contents, contents::text);
    }

    /** A key that the store takes, and that sorts by deployment. Nearly always there is nothing to replace, which takes no pattern to see. */
    private static String keyOf(Notification notification) {
        String kind = notification.key().substring(notification.key().lastIndexOf('/') + 1);
        return PREFIX
                + StateKeys.numbered(notification.deployment().number()) + "."
                + (StateKeys.isName(kind) ? kind : NOT_FOR_KEYS.matcher(kind).replaceAll("-"));
    }

    /** One notification that waits, and who has not had it. */
    public final class Slip {
        private final String key;
        private final Notification notification;
        private final List<String> owed;
        private StateStore.Version version;

        private Slip(String key, Notification notification, List<String> owed, StateStore.Version version) {
            this.key = key;
            this.notification = notification;
            this.owed = new ArrayList<>(owed);
            this.version = version;
        }

        /** What is to be told. */
        public Notification notification() {
            return notification;
        }

        /** Who has not had it. */
        public List<String> owed() {
            return List.copyOf(owed);
        }

        /** One more has had it; after the last it is removed. */
        public void delivered(String notifier) {
            owed.remove(notifier);
            if (owed.isEmpty()) {
                store.delete(key, version);
            } else {
                store.replace(key, version, document(notification, owed)).ifPresent(replaced -> version = replaced);
            }
        }
    }
}
