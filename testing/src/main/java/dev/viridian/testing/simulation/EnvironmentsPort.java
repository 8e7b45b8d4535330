package dev.viridian.testing.simulation;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.util.List;
import java.util.Optional;

/** The environments of a world, through the gate of one controller. */
final class EnvironmentsPort implements Environments {
    private final SimulatedWorld world;
    private final Estate estate;
    private final Gate gate;
    private final TrafficPort traffic;

    EnvironmentsPort(SimulatedWorld world, Gate gate, TrafficPort traffic) {
        this.world = world;
        this.estate = world.estate();
        this.gate = gate;
        this.traffic = traffic;
    }

    @Override
    public Environment create(EnvironmentSpec spec, Fence fence) {
        gate.change(
                Operation.CREATE,
                spec.name(),
                fence,
                (delay, whole) -> estate.create(spec, whole ? Integer.MAX_VALUE : (spec.machines() + 1) / 2));
        return estate.find(spec.name()).orElseThrow();
    }

    @Override
    public Optional<Environment> find(EnvironmentName name) {
        return gate.read(Operation.FIND, name, new Gate.Question<>() {
            @Override
            public Optional<Environment> now() {
                return estate.find(name);
            }

            @Override
            public Optional<Environment> before() {
                return estate.findBefore(name);
            }

            @Override
            public Optional<Environment> nothing() {
                return Optional.empty();
            }
        });
    }

    @Override
    public List<Environment> list() {
        return gate.read(Operation.LIST, "", new Gate.Question<>() {
            @Override
            public List<Environment> now() {
                return estate.list();
            }

            @Override
            public List<Environment> before() {
                return estate.listBefore();
            }

            @Override
            public List<Environment> nothing() {
                return List.of();
            }
        });
    }

    @Override
    public void replace(EnvironmentName name, MachineId machine, Fence fence) {
        gate.change(Operation.REPLACE, machine, fence, (delay, whole) -> {
            estate.get(name)
                    .flatMap(environment -> environment.machine(machine))
                    .ifPresent(leaving -> world.rules().replacing(name, leaving));
            estate.replace(name, machine);
        });
    }

    @Override
    public void resize(EnvironmentName name, int machines, Fence fence) {
        gate.change(Operation.RESIZE, name, fence, (delay, whole) -> {
            world.rules().resizing(name, machines);
            estate.resize(name, machines, whole ? Integer.MAX_VALUE : 1);
        });
    }

    @Override
    public Evidence examine(EnvironmentName name, MachineId machine) {
        return gate.read(Operation.EXAMINE, machine, new Gate.Question<>() {
            @Override
            public Evidence now() {
                return estate.examine(name, machine);
            }

            @Override
            public Evidence nothing() {
                return Evidence.none();
            }
        });
    }

    @Override
    public void destroy(EnvironmentName name, Fence fence) {
        gate.change(Operation.DESTROY, name, fence, (delay, whole) -> {
            world.rules().removing(name, traffic.wasLongShownWithout(name));
            if (world.router().actual().reaches(name)) {
                throw PlatformException.refused(
                        "destroy " + name, "the router still sends traffic to it. Route the traffic elsewhere first.");
            }
            estate.destroy(name);
        });
    }
}
