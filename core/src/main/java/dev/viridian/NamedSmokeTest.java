package dev.viridian;

/**
 * A smoke test and what it is called in plans, reports and notifications.
 *
 * @param name what it tests: {@code reaches its database}
 * @param test the test
 */
public record NamedSmokeTest(String name, SmokeTest test) {
    @Override
    public String toString() {
        return name;
    }
}
