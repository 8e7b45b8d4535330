package dev.viridian.artifact;

import dev.viridian.text.Durations;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How artifacts are fetched from web servers.
 *
 * @param headers what is sent to the artifact's own host; the values are secrets
 * @param plainHttp whether {@code http:} may leave this machine
 * @param stall how long nothing may arrive
 * @param limit how long a whole fetch may take
 */
record HttpSettings(Map<String, String> headers, boolean plainHttp, Duration stall, Duration limit) {
    private static final URI ANYWHERE = URI.create("https://localhost/");

    static HttpSettings standard() {
        return new HttpSettings(Map.of(), false, HttpArtifactStore.DEFAULT_STALL, HttpArtifactStore.DEFAULT_LIMIT);
    }

    HttpSettings withHeader(String name, String value) {
        requireSendable(name, value);
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new HttpSettings(Collections.unmodifiableMap(more), plainHttp, stall, limit);
    }

    HttpSettings withPlainHttp() {
        return new HttpSettings(headers, true, stall, limit);
    }

    HttpSettings withStall(Duration longest) {
        return new HttpSettings(
                headers, plainHttp, Durations.requirePositive("time without a byte of an artifact", longest), limit);
    }

    HttpSettings withLimit(Duration longest) {
        return new HttpSettings(
                headers, plainHttp, stall, Durations.requirePositive("time limit of fetching an artifact", longest));
    }

    @Override
    public String toString() {
        return "HttpSettings" + headers.keySet();
    }

    private static void requireSendable(String name, String value) {
        try {
            HttpRequest.newBuilder(ANYWHERE).header(name, value);
        } catch (IllegalArgumentException e) {
            // Its message may quote the value, so it is no cause of this one.
            throw new IllegalArgumentException(
                    "The header '" + name + "' cannot be sent to fetch artifacts. Expected a name"
                            + " that the HTTP client does not set itself, and a value on one line.");
        }
    }
}
