package dev.viridian;

/**
 * The name of an environment, for instance {@code orders-7k2m9q-1}: derived from the application, the deployment and the
 * attempt, so that making it a second time finds what the first time made.
 *
 * @param value at most 100 lower-case letters, digits and dashes
 */
public record EnvironmentName(String value) implements Comparable<EnvironmentName> {
    private static final int LONGEST = 100;

    /** Refuses what cannot be the name of a folder, a host or a cloud resource. */
    public EnvironmentName {
        if (!isAllowed(value)) {
            throw new IllegalArgumentException("Not a name for an environment: '" + value
                    + "'. Expected 1 to 100 lower-case letters, digits and dashes, without a dash at either end.");
        }
    }

    private static boolean isAllowed(String value) {
        boolean framed = !value.isEmpty() && !value.startsWith("-") && !value.endsWith("-");
        return framed && value.length() <= LONGEST && hasOnlyAllowed(value);
    }

    private static boolean hasOnlyAllowed(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isAllowed(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
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
