package dev.viridian;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An HTTP GET. Redirects are not followed: a redirect is an answer like any other, and not a good one unless its status is asked
 * for. At most 1 MiB of the answer's body is read.
 *
 * <pre>{@code
 * http("/health").status(200).bodyContaining("\"up\"").answerHeader("X-Database", "connected").header("Authorization", "Bearer …")
 * }</pre>
 */
public final class HttpProbe implements Probe {
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    private final String path;
    private final Optional<Integer> status;
    private final Optional<BodyRule> body;
    private final SortedMap<String, String> headers;
    private final SortedMap<String, String> answerHeaders;

    private HttpProbe(
            String path,
            Optional<Integer> status,
            Optional<BodyRule> body,
            Map<String, String> headers,
            Map<String, String> answerHeaders) {
        this.path = path;
        this.status = status;
        this.body = body;
        this.headers = new TreeMap<>(headers);
        this.answerHeaders = new TreeMap<>(answerHeaders);
    }

    static HttpProbe get(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("The path of an HTTP health check is '" + path
                    + "'. Expected one that starts with a slash, such as /health; host and port are the machine's.");
        }
        requireOfAnAddress(path);
        return new HttpProbe(path, Optional.empty(), Optional.empty(), Map.of(), Map.of());
    }

    private static void requireOfAnAddress(String path) {
        try {
            URI address = new URI("http://machine" + path);
            if (address.getRawFragment() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "The path of an HTTP health check is '" + path + "', which cannot stand in an address: "
                            + e.getReason() + " at " + (e.getIndex() - "http://machine".length())
                            + ". Write such characters as %20 is written for a space.",
                    e);
        }
        throw new IllegalArgumentException("The path of an HTTP health check is '" + path
                + "'. Expected one without a #: what follows it is never sent.");
    }

    /** The status that it must have; any of 200 to 299 without this. */
    public HttpProbe status(int expected) {
        if (expected < 100 || expected > 599) {
            throw new IllegalArgumentException(
                    "An HTTP status of " + expected + " does not exist. Expected 100 to 599.");
        }
        return new HttpProbe(path, Optional.of(expected), body, headers, answerHeaders);
    }

    /** What its body must contain; nothing without this. */
    public HttpProbe bodyContaining(String expected) {
        return new HttpProbe(path, status, Optional.of(new BodyRule(expected, false)), headers, answerHeaders);
    }

    /** What its body must contain as a word of its own: {@code 1.1} is not found in {@code 1.10} or {@code 2.1.1}. */
    public HttpProbe bodyNaming(String word) {
        return new HttpProbe(path, status, Optional.of(new BodyRule(word, true)), headers, answerHeaders);
    }

    /**
     * A header of the request; its value is taken for a secret and never printed.
     *
     * @throws IllegalArgumentException when it cannot be sent: a line break in it would begin a header that nobody wrote
     */
    public HttpProbe header(String name, String value) {
        if (!HEADER_NAME.matcher(name).matches() || !HEADER_VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "The header '" + name.lines().findFirst().orElse("")
                            + "' of a health check cannot be sent. Expected a name of letters, digits and dashes, and a value on one line in ISO 8859-1.");
        }
        SortedMap<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new HttpProbe(path, status, body, more, answerHeaders);
    }

    /**
     * A header that the answer must have, with this value to the letter; of several headers of one name one must have it. None
     * without this.
     *
     * <pre>{@code
     * http("/health").answerHeader("X-Database", "connected")
     * }</pre>
     *
     * @param name the name of the header, in whatever case
     * @param value its value, without the space around it; plans and messages show it
     */
    public HttpProbe answerHeader(String name, String value) {
        if (name.isBlank() || name.contains(":")) {
            throw new IllegalArgumentException(
                    "A health check asks for a header named '" + name
                            + "' in the answer. Expected a name without a colon, such as X-Database; its value is given beside it.");
        }
        SortedMap<String, String> more = new TreeMap<>(answerHeaders);
        more.put(name.strip().toLowerCase(Locale.ROOT), value.strip());
        return new HttpProbe(path, status, body, headers, more);
    }

    /** The path, with its query. */
    public String path() {
        return path;
    }

    /** The status that it must have, if it is not just any of 200 to 299. */
    public Optional<Integer> status() {
        return status;
    }

    /** What its body must contain. */
    public Optional<String> body() {
        return body.map(BodyRule::expected);
    }

    /** Whether a body is a good one. */
    public boolean acceptsBody(String answered) {
        return body.map(rule -> rule.accepts(answered)).orElse(true);
    }

    /** The headers of the request, by name. */
    public Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    /** The headers that the answer must have: their values by their names in lower case. */
    public SortedMap<String, String> answerHeaders() {
        return Collections.unmodifiableSortedMap(answerHeaders);
    }

    /** Whether a status is a good one. */
    public boolean accepts(int answered) {
        return status.map(expected -> expected == answered).orElse(answered >= 200 && answered <= 299);
    }

    @Override
    public String describe() {
        StringBuilder question = new StringBuilder("GET ").append(path);
        status.ifPresent(expected -> question.append(" answers ").append(expected));
        body().ifPresent(expected -> question.append(" with '").append(expected).append("' in its body"));
        answerHeaders.forEach((name, value) ->
                question.append(" with header ").append(name).append(": ").append(value));
        return question.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HttpProbe that
                && path.equals(that.path)
                && status.equals(that.status)
                && body.equals(that.body)
                && headers.equals(that.headers)
                && answerHeaders.equals(that.answerHeaders);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, status, body, headers, answerHeaders);
    }

    @Override
    public String toString() {
        return describe();
    }

    private record BodyRule(String expected, boolean wholeWord) {
        boolean accepts(String answered) {
            return wholeWord
                    ? Pattern.compile("(?<![0-9A-Za-z_.+-])" + Pattern.quote(expected)
                                    + "(?![0-9A-Za-z_+-]|\\.[0-9A-Za-z])")
                            .matcher(answered)
                            .find()
                    : answered.contains(expected);
        }
    }
}
