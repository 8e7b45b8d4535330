package dev.viridian.machine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.viridian.Evidence;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a machine that provisions itself says of it, read from its result file.
 *
 * @param state how far it is
 * @param process the number of the process that provisions it, or did
 * @param failure why it is not ready; empty unless it has failed
 * @param evidence what was found when it failed
 */
public record ResultFile(State state, long process, Optional<String> failure, Evidence evidence) {
    /** Where it is in the home of a machine, unless {@code --result} says otherwise. */
    public static final String NAME = ".viridian/result.json";

    private static final JsonFactory JSON = new JsonFactory();

    /** How far a machine is. */
    public enum State {
        /** It is being provisioned; where there is no such process any more, it was killed. */
        PROVISIONING,
        /** It is ready. */
        READY,
        /** It is not, and says why. */
        FAILED
    }

    /**
     * Reads it.
     *
     * @return empty where there is none yet
     * @throws PlatformException when it cannot be read, or is none
     */
    public static Optional<ResultFile> read(Path file) {
        try (JsonParser json = JSON.createParser(Files.readString(file))) {
            json.nextToken();
            return Optional.of(parse(json));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw PlatformException.passing("read the result of a machine in " + file, e);
        }
    }

    private static ResultFile parse(JsonParser json) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Optional<String> failure = Optional.empty();
        Evidence evidence = Evidence.none();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value.isScalarValue()) {
                texts.put(name, json.getText());
            } else if (name.equals("failure")) {
                Map<String, String> fields = fields(json);
                failure = Optional.of("step '" + fields.get("step") + "' failed: " + fields.get("message"));
            } else if (name.equals("evidence")) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    Map<String, String> fields = fields(json);
                    evidence = evidence.and(fields.getOrDefault("title", ""), fields.getOrDefault("text", ""));
                }
            } else {
                json.skipChildren();
            }
        }
        return new ResultFile(
                State.valueOf(texts.getOrDefault("state", "")),
                Long.parseLong(texts.getOrDefault("process", "")),
                failure,
                evidence);
    }

    private static Map<String, String> fields(JsonParser json) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            fields.put(name, json.getText());
        }
        return fields;
    }
}
