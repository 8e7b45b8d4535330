package dev.viridian;

import java.util.regex.Pattern;

/**
 * The name of an environment, for instance {@code orders-7k2m9q-1}: derived from the application, the deployment and the
 * attempt, so that making it a second time finds what the first time made.
 *
 * @param value at most 100 lower-case letters, digits and dashes
 */
public record EnvironmentName(String value) implements Comparable<EnvironmentName> {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?");

    /** Refuses what cannot be the name of a folder, a host or a cloud resource. */
    public EnvironmentName {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a name for an environment: '" + value
                    + "'. Expected 1 to 100 lower-case letters, digits and dashes, without a dash at either end.");
        }
    }

    @Override
    public int compareTo(EnvironmentName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
