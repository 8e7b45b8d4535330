package dev.viridian;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The environment that is being readied, as a smoke test sees it: it runs, its health checks pass, no user reaches it yet.
 *
 * <pre>{@code
 * .smokeTest("reaches its database", green -> jdbc(green.property("db.url")).answers("select 1"))
 * }</pre>
 */
public final class Candidate {
    private final Environment environment;

    private Candidate(Environment environment) {
        this.environment = environment;
    }

    /** An environment seen as a candidate. */
    public static Candidate of(Environment environment) {
        if (environment.machines().isEmpty()) {
            throw new IllegalArgumentException("Environment " + environment.name() + " has no machine to test.");
        }
        return new Candidate(environment);
    }

    /** Its name. */
    public EnvironmentName name() {
        return environment.name();
    }

    /** What it runs. */
    public Revision revision() {
        return environment.revision();
    }

    /** Its machines, at least one. */
    public List<Machine> machines() {
        return environment.machines();
    }

    /** An address on its first machine, for instance {@code uri("/orders")}. */
    public URI uri(String path) {
        return machines().get(0).uri(path);
    }

    /**
     * What its configuration says, for instance {@code property("db.url")}.
     *
     * @throws IllegalArgumentException when there is no such property; the message names those there are, not their values
     */
    public String property(String name) {
        return findProperty(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Environment " + environment.name() + " has no property '" + name + "'. It has: "
                                + new TreeSet<>(environment.properties().keySet())
                                + ". The platform is told them: this machine by propertiesFrom(file), a file that the artifact has,"
                                + " others by property(name, value)."));
    }

    /** What its configuration says, if it says anything. */
    public Optional<String> findProperty(String name) {
        return Optional.ofNullable(environment.properties().get(name));
    }

    @Override
    public String toString() {
        return environment.toString();
    }
}
