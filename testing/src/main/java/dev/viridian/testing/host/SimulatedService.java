package dev.viridian.testing.host;

import dev.viridian.provision.ServiceDefinition;
import dev.viridian.provision.ServiceState;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A service of a simulated machine. */
final class SimulatedService {
    private final String name;
    private final HostWorld world;
    private Optional<ServiceDefinition> defined = Optional.empty();
    private Optional<ServiceDefinition> running = Optional.empty();
    private Instant since = Instant.EPOCH;
    private int starts;
    private long diskAtStart;

    SimulatedService(String name, HostWorld world) {
        this.name = name;
        this.world = world;
    }

    Optional<ServiceDefinition> defined() {
        return defined;
    }

    void define(ServiceDefinition definition) {
        defined = Optional.of(definition);
    }

    ServiceState state() {
        if (running.isEmpty()) {
            return defined.isEmpty()
                    ? new ServiceState(ServiceState.Condition.UNKNOWN, "there is no service " + name)
                    : new ServiceState(ServiceState.Condition.STOPPED, "stopped");
        }
        ServiceState state =
                world.script(name).after(running.get(), starts, Duration.between(since, world.clock.now()));
        boolean outdated = state.condition() == ServiceState.Condition.RUNNING && !running.equals(defined);
        return outdated ? new ServiceState(ServiceState.Condition.OUTDATED, "runs what was defined before") : state;
    }

    void start() {
        if (running.isEmpty() || state().condition() == ServiceState.Condition.FAILED) {
            restart();
        }
    }

    void restart() {
        if (defined.isEmpty()) {
            throw PlatformException.refused(
                    "start service " + name, "there is none of this name. Expected it to be defined before.");
        }
        running = defined;
        since = world.clock.now();
        starts++;
        diskAtStart = world.disk.changes();
    }

    void stop() {
        running = Optional.empty();
    }

    /** Whether it was started after the last change of a file, and so knows all of them. */
    boolean knowsAllFiles() {
        return running.isPresent() && diskAtStart == world.disk.changes();
    }

    /** What it does, for comparing machines. */
    @Override
    public String toString() {
        return state().condition() + " " + running;
    }
}
