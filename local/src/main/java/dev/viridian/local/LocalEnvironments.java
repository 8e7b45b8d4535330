package dev.viridian.local;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.local.process.Ports;
import dev.viridian.local.router.Router;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The environments on this machine. What is known of them is in their folders; here are only the handles of running processes. */
final class LocalEnvironments implements Environments {
    private final LocalSetup setup;
    private final Router router;
    private final FenceGate gate;
    private final Tasks tasks;
    private final Ports ports;
    private final PropertiesFile properties;
    private final Map<MachineId, LocalMachine> machines = new ConcurrentHashMap<>();
    private final Map<Path, EnvironmentFolder> folders = new ConcurrentHashMap<>();
    private boolean ended;

    LocalEnvironments(LocalSetup setup, Router router, FenceGate gate, Tasks tasks) {
        this.setup = setup;
        this.router = router;
        this.gate = gate;
        this.tasks = tasks;
        this.ports = Ports.in(setup.folder().resolve("ports"));
        this.properties = new PropertiesFile(setup);
    }

    @Override
    public synchronized Environment create(EnvironmentSpec spec, Fence fence) {
        admit("create " + spec.name(), fence);
        EnvironmentFolder folder = folder(spec.name());
        Optional<EnvironmentFolder.Description> there = folder.description();
        there.filter(present -> !present.revision()
                        .sha256()
                        .equals(spec.artifact().revision().sha256()))
                .ifPresent(other -> {
                    throw PlatformException.refused(
                            "create " + spec.name(),
                            "it is there already and runs " + other.revision() + ", not "
                                    + spec.artifact().revision() + ". Remove it, or look who made it.");
                });
        int size =
                there.map(present -> Math.max(present.size(), spec.machines())).orElse(spec.machines());
        gate.alone(
                "describe " + spec.name(),
                () -> folder.describe(new EnvironmentFolder.Description(spec.artifact(), size)));
        bringToSize(folder, spec.artifact(), size);
        return observed(folder).orElseThrow();
    }

    @Override
    public Optional<Environment> find(EnvironmentName name) {
        return observed(folder(name));
    }

    @Override
    public List<Environment> list() {
        return folders().stream().map(this::observed).flatMap(Optional::stream).toList();
    }

    /** As its folder says; no process is looked at. */
    @Override
    public OptionalInt size(EnvironmentName name) {
        return folder(name).description().stream()
                .mapToInt(EnvironmentFolder.Description::size)
                .findFirst();
    }

    @Override
    public Map<EnvironmentName, Integer> sizes() {
        Map<EnvironmentName, Integer> sizes = new LinkedHashMap<>();
        folders()
                .forEach(folder ->
                        folder.description().ifPresent(description -> sizes.put(folder.name(), description.size())));
        return sizes;
    }

    @Override
    public synchronized void replace(EnvironmentName name, MachineId machine, Fence fence) {
        admit("replace " + machine, fence);
        EnvironmentFolder folder = folder(name);
        EnvironmentFolder.Description description = folder.description()
                .orElseThrow(
                        () -> PlatformException.refused("replace " + machine, "there is no environment " + name + "."));
        if (folder.machineFolders().contains(folder.machineFolder(machine))) {
            List<MachineId> next = folder.nextMachines(1);
            remove(List.of(machine(folder.machineFolder(machine))));
            startAll(folder, description.artifact(), next);
        }
        bringToSize(folder, description.artifact(), description.size());
    }

    @Override
    public synchronized void resize(EnvironmentName name, int size, Fence fence) {
        admit("resize " + name, fence);
        EnvironmentFolder folder = folder(name);
        EnvironmentFolder.Description description = folder.description()
                .orElseThrow(() -> PlatformException.refused("resize " + name, "there is no such environment."));
        folder.describe(new EnvironmentFolder.Description(description.artifact(), size));
        bringToSize(folder, description.artifact(), size);
    }

    @Override
    public Evidence examine(EnvironmentName name, MachineId machine) {
        return machine(folder(name).machineFolder(machine)).examine();
    }

    @Override
    public synchronized void destroy(EnvironmentName name, Fence fence) {
        gate.admit("destroy " + name, fence);
        if (RouterTrouble.told("read the routing", router::observed).containsKey(name)) {
            throw PlatformException.refused(
                    "destroy " + name, "the router still sends traffic to it. Route the traffic elsewhere first.");
        }
        destroy(folder(name));
    }

    /** Ends all that runs, for good: what another thread has begun is waited for, and what it begins later is refused. */
    synchronized void end() {
        ended = true;
        List<RuntimeException> failures = new ArrayList<>();
        for (EnvironmentFolder folder : folders()) {
            try {
                destroy(folder);
            } catch (RuntimeException e) {
                // The others are to be ended all the same.
                failures.add(e);
            }
        }
        failures.stream()
                .reduce((first, next) -> {
                    first.addSuppressed(next);
                    return first;
                })
                .ifPresent(first -> {
                    throw first;
                });
    }

    private void admit(String effect, Fence fence) {
        gate.admit(effect, fence);
        if (ended) {
            throw PlatformException.refused(
                    effect,
                    "the platform in " + setup.folder() + " was closed, and all that ran there ended. Open it again.");
        }
    }

    /** Idle connections go first, so that no process waits for them when it is told to stop. */
    private void destroy(EnvironmentFolder folder) {
        EnvironmentName name = folder.name();
        RouterTrouble.told("close what is open to " + name, () -> {
            router.release(name);
            router.cut(name);
        });
        remove(folder.machineFolders().stream().map(this::machine).toList());
        RouterTrouble.told("take " + name + " out of the router", () -> router.machines(name, List.of()));
        folder.forget();
        folders.values().remove(folder);
    }

    List<EnvironmentFolder> folders() {
        return LocalFiles.foldersIn(setup.environments()).stream()
                .map(this::folder)
                .toList();
    }

    /** Clears away folders that a killed controller left, and that are no environments; not while another controller is just making one. */
    void clearRemains() {
        if (folders().stream().anyMatch(EnvironmentFolder::isRemains)) {
            gate.alone(
                    "clear away remains of environments",
                    () -> folders().stream()
                            .filter(EnvironmentFolder::isRemains)
                            .forEach(this::clearAway));
        }
    }

    private void clearAway(EnvironmentFolder remains) {
        remove(remains.machineFolders().stream().map(this::machine).toList());
        remains.forget();
    }

    /** Tells the router what runs where: it may be new. Those that have machines. */
    Set<EnvironmentName> announceAll() {
        Set<EnvironmentName> withMachines = new HashSet<>();
        for (EnvironmentFolder folder : folders()) {
            List<InetSocketAddress> addresses = addresses(folder);
            announce(folder, addresses);
            if (!addresses.isEmpty()) {
                withMachines.add(folder.name());
            }
        }
        return withMachines;
    }

    private void bringToSize(EnvironmentFolder folder, PinnedArtifact artifact, int size) {
        List<LocalMachine> present =
                folder.machineFolders().stream().map(this::machine).toList();
        int kept = Math.min(size, present.size());
        List<MachineId> wanted = new ArrayList<>();
        present.subList(0, kept).forEach(machine -> wanted.add(machine.id()));
        wanted.addAll(folder.nextMachines(size - kept));
        remove(present.subList(kept, present.size()));
        startAll(folder, artifact, wanted);
    }

    private void startAll(EnvironmentFolder folder, PinnedArtifact artifact, List<MachineId> ids) {
        sideBySide(
                ids.stream().map(id -> machine(folder.machineFolder(id))).toList(), machine -> machine.start(artifact));
        announce(folder, addresses(folder));
    }

    private void remove(List<LocalMachine> leaving) {
        sideBySide(leaving, LocalMachine::remove);
        leaving.forEach(machine -> machines.remove(machine.id()));
    }

    private void announce(EnvironmentFolder folder, List<InetSocketAddress> addresses) {
        RouterTrouble.told(
                "tell the router the machines of " + folder.name(), () -> router.machines(folder.name(), addresses));
    }

    private List<InetSocketAddress> addresses(EnvironmentFolder folder) {
        return folder.machineFolders().stream()
                .map(this::machine)
                .map(LocalMachine::address)
                .flatMap(Optional::stream)
                .toList();
    }

    private void sideBySide(List<LocalMachine> each, Consumer<LocalMachine> work) {
        List<Callable<Boolean>> all = new ArrayList<>();
        each.forEach(machine -> all.add(() -> {
            work.accept(machine);
            return true;
        }));
        try {
            if (!all.isEmpty()) {
                tasks.all(all);
            }
        } catch (PlatformException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PlatformException.passing("start or stop machines", e);
        } catch (Exception e) {
            throw PlatformException.passing("start or stop machines", e);
        }
    }

    private Optional<Environment> observed(EnvironmentFolder folder) {
        return folder.description().map(description -> {
            List<LocalMachine> present =
                    folder.machineFolders().stream().map(this::machine).toList();
            List<Machine> observed =
                    present.stream().map(LocalMachine::observed).toList();
            return new Environment(
                    folder.name(), description.revision(), description.size(), observed, properties.of(present));
        });
    }

    private LocalMachine machine(Path folder) {
        return machines.computeIfAbsent(
                new MachineId(folder.getFileName().toString()), id -> new LocalMachine(setup, ports, id, folder));
    }

    private EnvironmentFolder folder(EnvironmentName name) {
        return folder(setup.environments().resolve(name.value()));
    }

    private EnvironmentFolder folder(Path path) {
        return folders.computeIfAbsent(path, EnvironmentFolder::new);
    }
}
