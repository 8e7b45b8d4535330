package dev.viridian.testing.host;

import dev.viridian.Artifact;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.MachineIdentity;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a simulated machine is like before it is provisioned. A value: each {@link #open} is a new machine, and what is not described is
 * not there, so that a command that nobody scripted is refused.
 *
 * <pre>{@code
 * HostSimulation machine = HostSimulation.of("orders-1")
 *     .artifact("s3://releases/orders/1.4.2/orders.tar.gz", Map.of("orders.jar", "…"))
 *     .secret("env:DB_PASSWORD", "correct horse")
 *     .command("sysctl -w vm.swappiness=1", "vm.swappiness = 1");
 * SimulatedHost host = machine.open();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class HostSimulation {
    static final long GIBIBYTE = 1L << 30;

    private final HostDraft draft;

    private HostSimulation(HostDraft draft) {
        this.draft = draft;
    }

    /** A machine with an empty disk of 10 GiB. */
    public static HostSimulation of(String name) {
        return new HostSimulation(HostDraft.named(name));
    }

    /** With an artifact to be fetched from there: its files by their paths in the archive, and what they say. */
    public HostSimulation artifact(String location, Map<String, String> files) {
        return new HostSimulation(draft.artifact(Artifact.of(location), files));
    }

    /** With a file that is there already. */
    public HostSimulation file(String path, String content) {
        return new HostSimulation(draft.file(path, content));
    }

    /** With a secret that can be read by this reference, such as {@code env:DB_PASSWORD}. */
    public HostSimulation secret(String reference, String value) {
        return new HostSimulation(draft.secret(reference, value));
    }

    /** With a package that can be installed, in this version. */
    public HostSimulation packageAvailable(String name, String version) {
        return new HostSimulation(draft.packageAvailable(name, version));
    }

    /** With a package that is installed, in this version. */
    public HostSimulation packageInstalled(String name, String version) {
        return new HostSimulation(draft.packageInstalled(name, version));
    }

    /** With a command, as one line, that exits with 0 and writes this. */
    public HostSimulation command(String line, String output) {
        return command(line, (command, host) -> new CommandResult(0, output));
    }

    /** With a command: a line, or the beginning of lines such as {@code systemctl}, and what it does. */
    public HostSimulation command(String line, CommandScript script) {
        return new HostSimulation(draft.command(line, script));
    }

    /** With a service that behaves like this when it is started; without it each service runs at once. */
    public HostSimulation service(String name, ServiceScript script) {
        return new HostSimulation(draft.service(name, script));
    }

    /** With a probe that is answered like this, by what it says of itself: {@code answering("GET /health", …)}. */
    public HostSimulation answering(String probe, ProbeScript script) {
        return new HostSimulation(draft.answering(probe, script));
    }

    /** With this much space on its disk. */
    public HostSimulation freeBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A disk with " + bytes + " bytes. Expected 0 or more.");
        }
        return new HostSimulation(draft.freeBytes(bytes));
    }

    /** With an identity document that says this, besides its name. */
    public HostSimulation identity(String field, String value) {
        return new HostSimulation(draft.identity(field, value));
    }

    /** With a property of its environment. */
    public HostSimulation property(String name, String value) {
        return new HostSimulation(draft.property(name, value));
    }

    /** Things take this long in virtual time: each command, and each MiB that is fetched; 1 s without it. */
    public HostSimulation pace(Duration time) {
        return new HostSimulation(draft.pace(time));
    }

    /** A new machine. */
    public SimulatedHost open() {
        return SimulatedHost.of(new HostWorld(draft), HostFaultInjector.NONE);
    }

    SimulatedHost open(HostFaultInjector faults) {
        return SimulatedHost.of(new HostWorld(draft), faults);
    }

    /** What a provisioning on that machine is told, where it is to run an artifact and answer at this port. */
    public MachineContext context(SimulatedHost host, Artifact artifact, int port) {
        Map<String, String> fields = new TreeMap<>(draft.identity());
        MachineContext context = MachineContext.of(host, artifact, port)
                .identity(new MachineIdentity(draft.name(), Collections.unmodifiableMap(fields)));
        for (Map.Entry<String, String> property : draft.properties().entrySet()) {
            context = context.property(property.getKey(), property.getValue());
        }
        return context;
    }
}
