package dev.viridian.state;

import dev.viridian.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records of the first form: one event each, and of what was live at the start only where the traffic went. That is read as one machine
 * of an unknown revision, so that going back to it never takes a machine away.
 */
final class FormOne {
    private FormOne() {}

    static List<Event> events(Map<String, Object> fields) {
        return fields.containsKey(RecordJson.EVENT) ? List.of(JournalRecord.event(completed(fields))) : List.of();
    }

    private static Map<String, Object> completed(Map<String, Object> fields) {
        Map<String, Object> completed = new LinkedHashMap<>(fields);
        completed.putIfAbsent("leftBehind", List.of());
        completed.putIfAbsent("notifiers", List.of());
        completed.putIfAbsent("choice", Event.Choice.GIVE_UP.name());
        if (fields.get("routing") instanceof Map<?, ?> routing && routing.size() == 1) {
            completed.put(
                    "live", live(String.valueOf(routing.keySet().iterator().next())));
        }
        return completed;
    }

    private static Map<String, Object> live(String name) {
        return Map.of("name", name, "revision", Map.of("version", "unknown", "sha256", "-"), "size", 1L);
    }
}
