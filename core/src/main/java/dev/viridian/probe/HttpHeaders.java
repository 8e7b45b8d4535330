package dev.viridian.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The headers of an answer. Their names are in lower case; one name may come several times. */
final class HttpHeaders {
    private final Map<String, List<String>> values = new HashMap<>();

    void add(String name, String value) {
        values.computeIfAbsent(name.strip().toLowerCase(Locale.ROOT), unseen -> new ArrayList<>())
                .add(value.strip());
    }

    /** Of several of one name the last. */
    Optional<String> last(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** In the order in which they came. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
