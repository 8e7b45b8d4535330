package dev.viridian.machine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.viridian.provision.IdentitySource;
import dev.viridian.provision.MachineIdentity;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the identity document of a machine: a JSON object such as that of EC2. Of a field that is a list or an object nothing is kept.
 *
 * @param sources who knows further schemes
 * @param tasks by which a web server is waited for
 */
record IdentityDocument(List<IdentitySource> sources, Tasks tasks) {
    private static final int MOST_BYTES = 64 * 1024;
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * What the document says.
     *
     * @param otherwise what the machine is called where the document has no {@code instanceId}
     */
    MachineIdentity read(String location, String otherwise) {
        String doing = "read the identity document " + location;
        try {
            String scheme = location.indexOf(':') < 0
                    ? ""
                    : location.substring(0, location.indexOf(':')).toLowerCase(Locale.ROOT);
            return switch (scheme) {
                case "" -> parsed(Files.readString(Path.of(location)), otherwise);
                case "file" -> parsed(Files.readString(Path.of(URI.create(location))), otherwise);
                case "http" -> parsed(tasks.within(ANSWER, () -> fetched(URI.create(location))), otherwise);
                default -> known(scheme, location, doing);
            };
        } catch (PlatformException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PlatformException.passing(doing, e);
        } catch (Exception e) {
            throw PlatformException.passing(doing, e);
        }
    }

    private MachineIdentity known(String scheme, String location, String doing) {
        for (IdentitySource source : sources) {
            if (source.schemes().contains(scheme)) {
                return source.read(location);
            }
        }
        throw PlatformException.refused(
                doing,
                "nobody here knows the scheme '" + scheme
                        + "'. Expected a file, http://…, or a module on the class path that provides an IdentitySource for it.");
    }

    private static String fetched(URI location) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) location.toURL().openConnection();
        connection.setConnectTimeout(Math.toIntExact(ANSWER.toMillis()));
        connection.setReadTimeout(Math.toIntExact(ANSWER.toMillis()));
        connection.setInstanceFollowRedirects(false);
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("it answered " + connection.getResponseCode() + ", expected 200");
            }
            try (InputStream body = connection.getInputStream()) {
                return new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static MachineIdentity parsed(String text, String otherwise) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException(
                        "it is no JSON object. Expected one such as {\"instanceId\": \"i-…\", \"region\": \"eu-west-1\"}");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING || value.isNumeric() || value.isBoolean()) {
                    fields.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("it is cut off");
            }
        }
        return new MachineIdentity(fields.getOrDefault("instanceId", otherwise), fields);
    }
}
