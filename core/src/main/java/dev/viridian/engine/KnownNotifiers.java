package dev.viridian.engine;

import dev.viridian.Notifier;
import dev.viridian.text.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notifiers by name, each name once, so that what is owed to one is found again by another controller, which has other objects. */
final class KnownNotifiers {
    private final Map<String, Notifier> byName = new LinkedHashMap<>();

    private KnownNotifiers() {}

    /** Those of a deployment; the log where it names nobody. */
    static KnownNotifiers of(List<Notifier> notifiers) {
        KnownNotifiers known = new KnownNotifiers();
        known.add(notifiers.isEmpty() ? List.of(Slf4jNotifier.slf4j()) : notifiers);
        return known;
    }

    private void add(List<Notifier> notifiers) {
        for (Notifier notifier : notifiers) {
            String name = Names.of(notifier, "a notifier of yours");
            String free = name;
            for (int number = 2; byName.containsKey(free); number++) {
                free = name + " (" + number + ")";
            }
            byName.put(free, notifier);
        }
    }

    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    Optional<Notifier> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
