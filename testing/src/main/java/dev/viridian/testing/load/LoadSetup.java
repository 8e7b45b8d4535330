package dev.viridian.testing.load;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How much traffic, and of what kind. Immutable: every word returns a new one. */
public final class LoadSetup {
    private record Values(
            URI entry,
            int requestsPerSecond,
            int connections,
            String path,
            Optional<String> body,
            String revisionHeader,
            Duration timeout) {}

    private final Values values;

    private LoadSetup(Values values) {
        this.values = values;
    }

    static LoadSetup on(URI entry) {
        if (!"http".equalsIgnoreCase(entry.getScheme()) || entry.getHost() == null) {
            throw new IllegalArgumentException("Not an entry to put load on: '" + entry
                    + "'. Expected http:// and a host, for example http://127.0.0.1:8080; TLS is not spoken.");
        }
        return new LoadSetup(new Values(entry, 100, 8, "/", Optional.empty(), "X-Revision", Duration.ofSeconds(30)));
    }

    /** How many requests fall due each second; 100 unless said otherwise. */
    public LoadSetup requestsPerSecond(int rate) {
        return new LoadSetup(new Values(
                values.entry,
                positive(rate, "requests per second"),
                values.connections,
                values.path,
                values.body,
                values.revisionHeader,
                values.timeout));
    }

    /** How many connections they come by, and so how many may be unanswered at a time; 8 unless said otherwise. */
    public LoadSetup connections(int connections) {
        return new LoadSetup(new Values(
                values.entry,
                values.requestsPerSecond,
                positive(connections, "connections"),
                values.path,
                values.body,
                values.revisionHeader,
                values.timeout));
    }

    /** What is asked for, with its query if it has one; {@code /} unless said otherwise. */
    public LoadSetup path(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "Not a path to ask for: '" + path + "'. Expected it to begin with a slash.");
        }
        return new LoadSetup(new Values(
                values.entry,
                values.requestsPerSecond,
                values.connections,
                path,
                values.body,
                values.revisionHeader,
                values.timeout));
    }

    /** Sends a POST with this body instead of a GET. */
    public LoadSetup posting(String body) {
        return new LoadSetup(new Values(
                values.entry,
                values.requestsPerSecond,
                values.connections,
                values.path,
                Optional.of(body),
                values.revisionHeader,
                values.timeout));
    }

    /** Which header of an answer says what revision gave it; {@code X-Revision} unless said otherwise. */
    public LoadSetup revisionHeader(String name) {
        return new LoadSetup(new Values(
                values.entry,
                values.requestsPerSecond,
                values.connections,
                values.path,
                values.body,
                name,
                values.timeout));
    }

    /** How long to wait for an answer to go on before the request counts as failed; 30 seconds unless said otherwise. */
    public LoadSetup timeout(Duration timeout) {
        if (timeout.toMillis() <= 0) {
            throw new IllegalArgumentException("The load's timeout is " + timeout + ". Expected at least 1 ms.");
        }
        return new LoadSetup(new Values(
                values.entry,
                values.requestsPerSecond,
                values.connections,
                values.path,
                values.body,
                values.revisionHeader,
                timeout));
    }

    /** Opens the connections and begins. */
    public Load start() {
        return new Load(this);
    }

    URI entry() {
        return values.entry;
    }

    int requestsPerSecond() {
        return values.requestsPerSecond;
    }

    int connections() {
        return values.connections;
    }

    String path() {
        return values.path;
    }

    Optional<String> body() {
        return values.body;
    }

    String revisionHeader() {
        return values.revisionHeader;
    }

    Duration timeout() {
        return values.timeout;
    }

    private static int positive(int number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException("The load's " + what + " are " + number + ". Expected at least 1.");
        }
        return number;
    }
}
