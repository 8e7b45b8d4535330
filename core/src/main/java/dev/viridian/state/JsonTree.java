package dev.viridian.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a JSON text as maps, lists, texts, whole numbers and truth values: all that {@link RecordJson} writes. */
final class JsonTree {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;

    private JsonTree(JsonParser json) {
        this.json = json;
    }

    /** The fields of the one object that the text is, in their order. */
    static Map<String, Object> read(String text) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it does not begin as a JSON object");
            }
            Map<String, Object> fields = new JsonTree(json).object();
            if (json.nextToken() != null) {
                throw new IOException("something follows after its end");
            }
            return fields;
        }
    }

    private Map<String, Object> object() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (fields.put(name, value()) != null) {
                throw new IOException("its field '" + name + "' is there twice");
            }
        }
        return fields;
    }

    private List<Object> list() throws IOException {
        List<Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return items;
    }

    private Object value() throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object();
        } else if (token == JsonToken.START_ARRAY) {
            return list();
        } else if (token == JsonToken.VALUE_STRING) {
            return json.getText();
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
            return json.getLongValue();
        } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        throw new IOException("a value is " + (token == null ? "missing" : json.getText()));
    }
}
