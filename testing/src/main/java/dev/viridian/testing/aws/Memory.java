package dev.viridian.testing.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What each read was answered before the last change, for answers that are stale. */
final class Memory {
    private final Map<Object, Entry> entries = new HashMap<>();
    private long changes;

    /** What was answered last, after how many changes; and what was answered before a change that came since. */
    private record Entry(Object last, long at, Optional<Object> before) {}

    void keep(Operation operation, Object request, Object answer) {
        if (!operation.reads()) {
            changes++;
            return;
        }
        Entry known = entries.get(request);
        boolean isOlder = known != null && known.at() < changes;
        Optional<Object> before =
                known == null ? Optional.empty() : isOlder ? Optional.of(known.last()) : known.before();
        entries.put(request, new Entry(answer, changes, before));
    }

    /** What this was answered before the last change, where it was asked. */
    Optional<Object> earlier(Object request) {
        Entry known = entries.get(request);
        if (known == null) {
            return Optional.empty();
        }
        return known.at() < changes ? Optional.of(known.last()) : known.before();
    }
}
