package dev.viridian.testing.host;

import dev.viridian.Artifact;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.MachineIdentity;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

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
    private final HostDraft draft;

    private HostSimulation(HostDraft draft) {
        this.draft = draft;
    }

    /** A machine with an empty disk of 10 GiB. */
    public static HostSimulation of(String name) {
        return new HostSimulation(new HostDraft(name));
    }

    /** With an artifact to be fetched from there: its files by their paths in the archive, and what they say. */
    public HostSimulation artifact(String location, Map<String, String> files) {
        return with(changed -> changed.artifacts.put(location, PublishedArtifact.of(Artifact.of(location), files)));
    }

    /** With a file that is there already. */
    public HostSimulation file(String path, String content) {
        return with(changed -> changed.files.put(path, content));
    }

    /** With a secret that can be read by this reference, such as {@code env:DB_PASSWORD}. */
    public HostSimulation secret(String reference, String value) {
        return with(changed -> changed.secrets.put(reference, value));
    }

    /** With a package that can be installed, in this version. */
    public HostSimulation packageAvailable(String name, String version) {
        return with(changed -> changed.available.put(name, version));
    }

    /** With a package that is installed, in this version. */
    public HostSimulation packageInstalled(String name, String version) {
        return with(changed -> changed.installed.put(name, version));
    }

    /** With a command, as one line, that exits with 0 and writes this. */
    public HostSimulation command(String line, String output) {
        return command(line, (command, host) -> new CommandResult(0, output));
    }

    /** With a command: a line, or the beginning of lines such as {@code systemctl}, and what it does. */
    public HostSimulation command(String line, CommandScript script) {
        return with(changed -> changed.commands.put(line, script));
    }

    /** With a service that behaves like this when it is started; without it each service runs at once. */
    public HostSimulation service(String name, ServiceScript script) {
        return with(changed -> changed.services.put(name, script));
    }

    /** With a probe that is answered like this, by what it says of itself: {@code answering("GET /health", …)}. */
    public HostSimulation answering(String probe, ProbeScript script) {
        return with(changed -> changed.probes.put(probe, script));
    }

    /** With this much space on its disk. */
    public HostSimulation freeBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A disk with " + bytes + " bytes. Expected 0 or more.");
        }
        return with(changed -> changed.freeBytes = bytes);
    }

    /** With an identity document that says this, besides its name. */
    public HostSimulation identity(String field, String value) {
        return with(changed -> changed.identity.put(field, value));
    }

    /** With a property of its environment. */
    public HostSimulation property(String name, String value) {
        return with(changed -> changed.properties.put(name, value));
    }

    /** Things take this long in virtual time: each command, and each MiB that is fetched; 1 s without it. */
    public HostSimulation pace(Duration time) {
        return with(changed -> changed.pace = time);
    }

    private HostSimulation with(Consumer<HostDraft> change) {
        HostDraft copy = draft.copy();
        change.accept(copy);
        return new HostSimulation(copy);
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
        MachineContext context =
                MachineContext.of(host, artifact, port).identity(new MachineIdentity(draft.name, draft.identity));
        for (Map.Entry<String, String> property : draft.properties.entrySet()) {
            context = context.property(property.getKey(), property.getValue());
        }
        return context;
    }
}
