package dev.viridian.testing.host;

import dev.viridian.Evidence;
import dev.viridian.provision.Host;
import dev.viridian.provision.HostAccounts;
import dev.viridian.provision.HostArtifacts;
import dev.viridian.provision.HostCommands;
import dev.viridian.provision.HostFiles;
import dev.viridian.provision.HostPackages;
import dev.viridian.provision.HostSecrets;
import dev.viridian.provision.HostServices;
import dev.viridian.spi.Probes;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.testing.host.HostCall.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A machine in memory, in virtual time, as one process sees it. What it does not know it refuses, and says how to teach it.
 *
 * <p>Not for several threads: what a provisioning does side by side is done here one after the other.
 */
public final class SimulatedHost implements Host {
    private final HostWorld world;
    private final HostGate gate;

    private SimulatedHost(HostWorld world, HostGate gate) {
        this.world = world;
        this.gate = gate;
    }

    static SimulatedHost of(HostWorld world, HostFaultInjector faults) {
        return new SimulatedHost(world, new HostGate(faults, world.clock));
    }

    /** The same machine, as the next process sees it. */
    SimulatedHost nextProcess(HostFaultInjector faults) {
        return of(world, faults);
    }

    /** All that was asked of it by this process, in order. */
    public List<HostCall> calls() {
        return gate.calls();
    }

    /** What a file says; empty when there is none. */
    public Optional<String> text(String path) {
        return world.disk.look(path).isEmpty()
                ? Optional.empty()
                : Optional.of(new String(world.disk.read(path), StandardCharsets.UTF_8));
    }

    /** Everything that is true of the machine, for comparing: files, services, packages and accounts, by name. */
    Map<String, String> truth() {
        Map<String, String> truth = new TreeMap<>(world.disk.content());
        world.packages.forEach((name, version) -> truth.put("package " + name, version));
        world.groups.forEach(name -> truth.put("group " + name, "there"));
        world.users.forEach((name, account) -> truth.put("user " + name, account.toString()));
        world.services.forEach((name, service) -> truth.put("service " + name, service.toString()));
        return truth;
    }

    /** The services that know what all files say. */
    List<String> servicesThatKnowAllFiles() {
        return world.services.entrySet().stream()
                .filter(service -> service.getValue().knowsAllFiles())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The secrets there are, to look for where they must not be. */
    List<String> allSecrets() {
        return List.copyOf(world.draft.secrets.values());
    }

    @Override
    public String name() {
        return world.draft.name;
    }

    @Override
    public HostFiles files() {
        return new FilesPort(world, gate);
    }

    @Override
    public HostCommands commands() {
        return new CommandsPort(world, gate, this);
    }

    @Override
    public HostPackages packages() {
        return new PackagesPort(world, gate);
    }

    @Override
    public HostServices services() {
        return new ServicesPort(world, gate);
    }

    @Override
    public HostAccounts accounts() {
        return new AccountsPort(world, gate);
    }

    @Override
    public HostArtifacts artifacts() {
        return new ArtifactsPort(world, gate);
    }

    @Override
    public HostSecrets secrets() {
        return new SecretsPort(world, gate);
    }

    @Override
    public Probes probes() {
        return new ProbesPort(world, gate);
    }

    @Override
    public Time time() {
        return world.clock;
    }

    @Override
    public Tasks tasks() {
        return world.clock;
    }

    @Override
    public Evidence examine() {
        return gate.call(
                Kind.READ,
                "examine the machine",
                () -> Evidence.of("free space", world.disk.free() + " bytes")
                        .and("clock", world.clock.now().toString()));
    }

    @Override
    public String toString() {
        return "simulated machine " + name();
    }
}
