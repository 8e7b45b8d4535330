package dev.viridian.provision;

import dev.viridian.Evidence;
import java.util.Optional;

/** What a host keeps running: units of systemd, or supervised processes where there is no systemd. */
public interface HostServices {
    /** What there is of a service of this name. */
    ServiceState look(String name);

    /** Writes down what it runs, so that it is known to the host and, if enabled, started when the host boots; starts nothing. */
    void define(ServiceDefinition definition);

    /** What was written down of it, if anything was. */
    Optional<ServiceDefinition> defined(String name);

    /** Starts it, if it does not run. */
    void start(String name);

    /** Ends it, children too, and starts it as it is defined now. */
    void restart(String name);

    /** Ends it, children too; it is then not started when the host boots. */
    void stop(String name);

    /** The end of its output, and what the host says of it. */
    Evidence examine(String name);
}
