package dev.viridian.machine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.viridian.files.Sha256;
import dev.viridian.provision.ServiceDefinition;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The definition of a service as a line of JSON, so that what a host runs can be compared with what it should. */
final class DefinitionJson {
    private static final JsonFactory JSON = new JsonFactory();

    private DefinitionJson() {}

    static String write(ServiceDefinition definition) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("name", definition.name());
            json.writeStringField("description", definition.description());
            json.writeArrayFieldStart("line");
            for (String word : definition.line()) {
                json.writeString(word);
            }
            json.writeEndArray();
            optional(json, "folder", definition.folder());
            optional(json, "user", definition.user());
            json.writeObjectFieldStart("environment");
            for (Map.Entry<String, String> variable : definition.environment().entrySet()) {
                json.writeStringField(variable.getKey(), variable.getValue());
            }
            json.writeEndObject();
            optional(json, "environmentFile", definition.environmentFile());
            json.writeBooleanField("enabled", definition.enabled());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed.", e);
        }
        return text.toString();
    }

    private static void optional(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    /** What {@link #write} wrote; empty for anything else. */
    static Optional<ServiceDefinition> read(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            return json.nextToken() == JsonToken.START_OBJECT ? Optional.of(new Fields().read(json)) : Optional.empty();
        } catch (IOException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** A short mark of what is run, by which a running process is told from one of an earlier definition. */
    static String mark(ServiceDefinition definition) {
        return Sha256.beginning(write(definition), 12);
    }

    /** What has been read of one. */
    private static final class Fields {
        private final Map<String, String> texts = new TreeMap<>();
        private final Map<String, String> environment = new TreeMap<>();
        private final List<String> line = new ArrayList<>();
        private boolean enabled;

        ServiceDefinition read(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                switch (json.nextToken()) {
                    case VALUE_STRING -> texts.put(name, json.getText());
                    case START_ARRAY -> words(json);
                    case START_OBJECT -> variables(json);
                    case VALUE_TRUE -> enabled = true;
                    case VALUE_FALSE -> enabled = false;
                    default -> throw new IOException("an unknown field " + name);
                }
            }
            return new ServiceDefinition(
                    texts.getOrDefault("name", ""),
                    texts.getOrDefault("description", ""),
                    line,
                    Optional.ofNullable(texts.get("folder")),
                    Optional.ofNullable(texts.get("user")),
                    environment,
                    Optional.ofNullable(texts.get("environmentFile")),
                    enabled);
        }

        private void words(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                line.add(json.getText());
            }
        }

        private void variables(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                environment.put(name, json.getText());
            }
        }
    }
}
