package dev.viridian.testing.contract;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Environments some of whose answers are others; as it is, it alters nothing. */
class AlteredEnvironments implements Environments {
    final Environments real;

    AlteredEnvironments(Environments real) {
        this.real = real;
    }

    /** What is told of an environment. */
    Environment told(Environment environment) {
        List<Machine> machines = new ArrayList<>();
        environment.machines().forEach(machine -> machines.add(told(environment, machine)));
        return new Environment(
                environment.name(), environment.revision(), environment.size(), machines, environment.properties());
    }

    /** What is told of a machine. */
    Machine told(Environment environment, Machine machine) {
        return machine;
    }

    boolean has(EnvironmentName name, MachineId machine) {
        return real.find(name).flatMap(found -> found.machine(machine)).isPresent();
    }

    int sizeOf(EnvironmentName name) {
        return real.find(name).map(Environment::size).orElse(0);
    }

    @Override
    public Environment create(EnvironmentSpec spec, Fence fence) {
        return told(real.create(spec, fence));
    }

    @Override
    public Optional<Environment> find(EnvironmentName name) {
        return real.find(name).map(this::told);
    }

    @Override
    public List<Environment> list() {
        return real.list().stream().map(this::told).toList();
    }

    @Override
    public OptionalInt size(EnvironmentName name) {
        return real.size(name);
    }

    @Override
    public Map<EnvironmentName, Integer> sizes() {
        return real.sizes();
    }

    @Override
    public void replace(EnvironmentName name, MachineId machine, Fence fence) {
        real.replace(name, machine, fence);
    }

    @Override
    public void resize(EnvironmentName name, int machines, Fence fence) {
        real.resize(name, machines, fence);
    }

    @Override
    public Evidence examine(EnvironmentName name, MachineId machine) {
        return real.examine(name, machine);
    }

    @Override
    public void destroy(EnvironmentName name, Fence fence) {
        real.destroy(name, fence);
    }
}
