package dev.viridian.testing.contract;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Probe;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Probes;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Environments that call their machines by other names, and understand these. */
abstract class RenamedMachines extends AlteredEnvironments implements Probes {
    private final Probes realProbes;
    private final Map<EnvironmentName, Map<MachineId, MachineId>> names = new HashMap<>();
    private final Map<Integer, MachineId> byPort = new HashMap<>();

    RenamedMachines(AlteredPlatform platform) {
        super(platform.real.environments());
        this.realProbes = platform.real.probes();
    }

    /** The name of a machine, given the names that the other machines of its environment have. */
    abstract MachineId name(EnvironmentName environment, Machine machine, Map<MachineId, MachineId> others);

    @Override
    final Machine told(Environment environment, Machine machine) {
        Map<MachineId, MachineId> known = known(environment.name());
        known.computeIfAbsent(machine.id(), id -> name(environment.name(), machine, Map.copyOf(known)));
        byPort.put(machine.port(), machine.id());
        return new Machine(known.get(machine.id()), machine.host(), machine.port(), machine.state(), machine.detail());
    }

    final Map<MachineId, MachineId> known(EnvironmentName name) {
        return names.computeIfAbsent(name, first -> new LinkedHashMap<>());
    }

    private MachineId real(EnvironmentName name, MachineId shown) {
        return known(name).entrySet().stream()
                .filter(entry -> entry.getValue().equals(shown))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(shown);
    }

    @Override
    public void replace(EnvironmentName name, MachineId machine, Fence fence) {
        super.replace(name, real(name, machine), fence);
    }

    @Override
    public Evidence examine(EnvironmentName name, MachineId machine) {
        return super.examine(name, real(name, machine));
    }

    @Override
    public Answer ask(Probe probe, Machine machine, Duration timeout) {
        MachineId id = byPort.getOrDefault(machine.port(), machine.id());
        return realProbes.ask(
                probe, new Machine(id, machine.host(), machine.port(), machine.state(), machine.detail()), timeout);
    }

    /** Lets the platform speak of machines in this way. */
    static AlteredPlatform in(AlteredPlatform platform, RenamedMachines machines) {
        return platform.environments(real -> machines).probes(real -> machines);
    }
}
