package dev.viridian.provision;

import dev.viridian.Artifact;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a provisioning is told of the machine that it is for. Immutable. */
public final class MachineContext {
    private final Host host;
    private final Artifact artifact;
    private final int port;
    private final MachineIdentity identity;
    private final Map<String, String> properties;

    private MachineContext(
            Host host, Artifact artifact, int port, MachineIdentity identity, Map<String, String> properties) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("The application's port is " + port + ". Expected 1 to 65535.");
        }
        this.host = host;
        this.artifact = artifact;
        this.port = port;
        this.identity = identity;
        this.properties = Map.copyOf(properties);
    }

    /**
     * A machine that is to run an artifact.
     *
     * @param host the machine
     * @param artifact what it is to run
     * @param port where the application is to answer
     */
    public static MachineContext of(Host host, Artifact artifact, int port) {
        return new MachineContext(host, artifact, port, MachineIdentity.of(host.name()), Map.of());
    }

    /** With what the machine's platform says of it. */
    public MachineContext identity(MachineIdentity known) {
        return new MachineContext(host, artifact, port, known, properties);
    }

    /** With a property of its environment. */
    public MachineContext property(String name, String value) {
        Map<String, String> more = new TreeMap<>(properties);
        more.put(name, value);
        return new MachineContext(host, artifact, port, identity, more);
    }

    /** The machine itself, for remedies: {@code remedy("empty the cache", failure -> machine.host().files().remove("cache"))}. */
    public Host host() {
        return host;
    }

    /** What the machine is to run. */
    public Artifact artifact() {
        return artifact;
    }

    /** Where the application is to answer. */
    public int port() {
        return port;
    }

    /** What the machine's platform says of it. */
    public MachineIdentity identity() {
        return identity;
    }

    /**
     * What differs from one environment to the next, such as {@code property("db.url")}.
     *
     * @throws IllegalArgumentException when there is none of this name; the message names those there are, not their values
     */
    public String property(String name) {
        return findProperty(name)
                .orElseThrow(() -> new IllegalArgumentException("Machine " + identity.machine() + " has no property '"
                        + name + "'. It has: " + new TreeSet<>(properties.keySet()) + "."));
    }

    /** What differs from one environment to the next, if it is known. */
    public Optional<String> findProperty(String name) {
        return Optional.ofNullable(properties.get(name));
    }
}
