package dev.viridian.state;

import dev.viridian.event.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the records of a journal say. */
final class RecordText {
    /** The field that says what kind of event a record tells of. */
    static final String EVENT = "event";

    /** The field of a journal's head that says with which fencing token it was begun. */
    static final String TOKEN = "fencingToken";

    private RecordText() {}

    /** The head of a journal. The fencing token makes it unlike that of any other controller. */
    static String head(Records journal, Lease lease) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("format", Journal.FORMAT);
        head.put("deployment", journal.id().toString());
        head.put("writer", lease.holder());
        head.put(TOKEN, lease.token());
        return RecordJson.write(head) + "\n";
    }

    static String of(Event event, int number, String writer) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("format", Journal.FORMAT);
        head.put("number", number);
        head.put("writer", writer);
        head.put(EVENT, event.getClass().getSimpleName());
        return RecordJson.write(head, (Record) event) + "\n";
    }
}
