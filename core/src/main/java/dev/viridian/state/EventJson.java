package dev.viridian.state;

import dev.viridian.event.Event;

/** What happened as JSON, for whoever passes it on: the form in which the journal has it. */
public final class EventJson {
    private EventJson() {}

    /**
     * An object with the field {@code event}, its kind, and one field for each of the event's components, in their order: times and durations in ISO 8601, a
     * traffic split as an object of weights; what is empty is left out. Secrets are masked.
     */
    public static String of(Event event) {
        return RecordJson.write(event);
    }
}
