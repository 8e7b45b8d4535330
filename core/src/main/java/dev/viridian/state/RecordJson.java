package dev.viridian.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.text.Redaction;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes records as JSON that a person can read: a field for each component, in their order, secrets masked. */
final class RecordJson {
    /** The field that says what kind of event an object tells of. */
    static final String EVENT = "event";

    /** The field that says what kind of failure an object tells of. */
    static final String FAILURE = "failure";

    /** The kind of every failure that is not one of core's own. */
    static final String CUSTOM = "Custom";

    private static final JsonFactory JSON = new JsonFactory();

    /** A class is asked for its components once: it makes them anew each time. */
    private static final ClassValue<List<RecordComponent>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> kind) {
            return List.of(kind.getRecordComponents());
        }
    };

    private RecordJson() {}

    static String write(Map<String, Object> fields) {
        return text(json -> {
            json.writeStartObject();
            fields(json, fields);
            json.writeEndObject();
        });
    }

    static String write(Event event) {
        return text(json -> record(json, (Record) event));
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static String text(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void fields(JsonGenerator json, Map<String, Object> fields) throws IOException {
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            json.writeFieldName(field.getKey());
            value(json, field.getValue());
        }
    }

    private static void components(JsonGenerator json, Record record) throws IOException {
        for (RecordComponent component : COMPONENTS.get(record.getClass())) {
            Object value = read(record, component);
            if (!(value instanceof Optional<?> optional && optional.isEmpty())) {
                json.writeFieldName(component.getName());
                value(json, value instanceof Optional<?> optional ? optional.orElseThrow() : value);
            }
        }
    }

    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                value(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof TrafficSplit split) {
            json.writeStartObject();
            for (Map.Entry<EnvironmentName, Integer> weight : split.weights().entrySet()) {
                json.writeNumberField(weight.getKey().value(), weight.getValue());
            }
            json.writeEndObject();
        } else if (isText(value)) {
            json.writeString(Redaction.of(String.valueOf(value)));
        } else if (value instanceof Failure failure) {
            failure(json, failure);
        } else if (value instanceof Record record) {
            record(json, record);
        } else {
            throw new AssertionError(
                    "No JSON for " + value + "; records of the journal hold simple values, lists and records.");
        }
    }

    private static void record(JsonGenerator json, Record record) throws IOException {
        json.writeStartObject();
        if (record instanceof Event) {
            json.writeStringField(EVENT, record.getClass().getSimpleName());
        }
        components(json, record);
        json.writeEndObject();
    }

    private static void failure(JsonGenerator json, Failure failure) throws IOException {
        boolean known = failure instanceof Record && !(failure instanceof Failure.Custom);
        json.writeStartObject();
        json.writeStringField(FAILURE, known ? failure.getClass().getSimpleName() : CUSTOM);
        components(json, known ? (Record) failure : RecordedFailure.of(failure));
        json.writeEndObject();
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String
                || value instanceof Instant
                || value instanceof Duration
                || value instanceof Enum
                || value instanceof EnvironmentName
                || value instanceof MachineId;
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("A record's component could not be read: " + component, e);
        }
    }
}
