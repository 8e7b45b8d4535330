package dev.viridian.provision;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with holes. {@code ${name}} is replaced by a value, {@code $${name}} stays as {@code ${name}}. A hole without a value is
 * refused, and a value without a hole, too: one of the two names is misspelt. Immutable.
 *
 * <pre>{@code
 * template("orders.properties").with("region", machine.identity().region()).with("password", secret("env:DB_PASSWORD"))
 * }</pre>
 */
public final class Template implements Content {
    private static final Pattern HOLE = Pattern.compile("(?<escaped>\\$?)\\$\\{(?<name>[A-Za-z0-9_.-]+)}");

    private final String name;
    private final String text;
    private final Map<String, Value> values;

    private Template(String name, String text, Map<String, Value> values) {
        this.name = name;
        this.text = text;
        this.values = values;
    }

    static Template of(String resource) {
        return new Template(
                resource, new String(ClassPathResource.of(resource).bytes(), StandardCharsets.UTF_8), Map.of());
    }

    /** A template given as a text. */
    public static Template text(String text) {
        return new Template("the given text", text, Map.of());
    }

    /** Fills a hole. */
    public Template with(String hole, String value) {
        return with(hole, Value.of(value));
    }

    /** Fills a hole with what may be a secret. */
    public Template with(String hole, Value value) {
        Map<String, Value> more = new TreeMap<>(values);
        more.put(hole, value);
        return new Template(name, text, more);
    }

    /** Refuses holes without a value, and values without a hole. */
    Template requireComplete(String path) {
        Set<String> missing = holes();
        missing.removeAll(values.keySet());
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(holes());
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException("Cannot fill " + name + " for " + path + ": without a value are "
                    + missing
                    + ", without a place in it are " + unknown + ". Expected each ${name} in it to be given once, by"
                    + " .with(name, value), and nothing else.");
        }
        return this;
    }

    private Set<String> holes() {
        Set<String> holes = new TreeSet<>();
        Matcher matcher = HOLE.matcher(text);
        while (matcher.find()) {
            if (matcher.group("escaped").isEmpty()) {
                holes.add(matcher.group("name"));
            }
        }
        return holes;
    }

    @Override
    public byte[] on(Host host) {
        return HOLE.matcher(text)
                .replaceAll(hole -> Matcher.quoteReplacement(filled(hole.group(), host)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String filled(String hole, Host host) {
        return hole.startsWith("$$")
                ? hole.substring(1)
                : Objects.requireNonNull(values.get(hole.substring(2, hole.length() - 1)))
                        .on(host);
    }

    @Override
    public boolean holdsSecrets() {
        return values.values().stream().anyMatch(Value.Reference.class::isInstance);
    }
}
