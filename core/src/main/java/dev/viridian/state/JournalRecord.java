package dev.viridian.state;

import dev.viridian.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record of a journal: several events that were made safe together. Who wrote it with which fencing token makes its text unlike
 * that of any other controller.
 */
record JournalRecord(int number, String writer, long fencingToken, List<Event> events) {
    JournalRecord {
        events = List.copyOf(events);
    }

    String text(String deployment) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("deployment", deployment);
        fields.put("number", number);
        fields.put("writer", writer);
        fields.put("fencingToken", fencingToken);
        fields.put("events", events);
        return SealedJson.write(fields);
    }

    /** What a record of that deployment and number says; in form 1 the head of a journal has no number and no event. */
    static JournalRecord of(Map<String, Object> fields, String deployment, int number) {
        boolean head = SealedJson.format(fields) == 1 && number == 0;
        requireSame("number", (long) number, head ? 0L : fields.get("number"));
        if (head || SealedJson.format(fields) > 1) {
            requireSame("deployment", deployment, fields.get("deployment"));
        }
        return new JournalRecord(
                number,
                String.valueOf(fields.get("writer")),
                fields.get("fencingToken") instanceof Long token ? token : 0,
                SealedJson.format(fields) == 1 ? FormOne.events(fields) : events(fields));
    }

    private static List<Event> events(Map<String, Object> fields) {
        if (!(fields.get("events") instanceof List<?> events)) {
            throw new IllegalArgumentException("its field 'events' is missing");
        }
        return events.stream().map(event -> event((Map<?, ?>) event)).toList();
    }

    static Event event(Map<?, ?> fields) {
        return RecordReader.read(
                RecordReader.permitted(Event.class, String.valueOf(fields.get(RecordJson.EVENT))), fields);
    }

    private static void requireSame(String field, Object expected, @Nullable Object found) {
        if (!expected.equals(Optional.ofNullable(found).orElse("missing"))) {
            throw new IllegalArgumentException("its " + field + " is " + found + ", expected " + expected);
        }
    }
}
