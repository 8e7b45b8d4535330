package dev.viridian.testing.simulation;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.Revision;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.PlatformException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The environments of a world and their machines: what is really there, and what was there a moment ago. */
final class Estate {
    /** What every machine would give away if somebody let it. */
    static final String SECRET = "hunter2-0xC0FFEE";

    private final Draft draft;
    private final Clock clock;
    private final Runnable changed;
    private final Map<EnvironmentName, SimulatedEnvironment> environments = new TreeMap<>();
    private final Map<EnvironmentName, Environment> removed = new HashMap<>();
    private final Map<MachineId, SimulatedMachine> machines = new HashMap<>();
    private final Map<String, Integer> madeOfVersion = new HashMap<>();
    private final Map<String, String> properties;
    private List<Environment> listedBefore = List.of();
    private HealthDemand demand = HealthDemand.NONE;
    private int made;

    Estate(Draft draft, Clock clock, Runnable changed) {
        this.draft = draft;
        this.clock = clock;
        this.changed = changed;
        Map<String, String> all = new HashMap<>(draft.properties);
        all.put("db.password", SECRET);
        this.properties = Map.copyOf(all);
    }

    /** The same in a copy of the world; of machines that are gone nobody will ask. */
    Estate(Draft draft, Clock clock, Runnable changed, Estate other) {
        this.draft = draft;
        this.clock = clock;
        this.changed = changed;
        this.properties = other.properties;
        this.removed.putAll(other.removed);
        this.madeOfVersion.putAll(other.madeOfVersion);
        this.listedBefore = other.listedBefore;
        this.demand = other.demand;
        this.made = other.made;
        other.environments.values().forEach(this::takeOver);
    }

    private void takeOver(SimulatedEnvironment former) {
        SimulatedEnvironment environment = new SimulatedEnvironment(former);
        environments.put(environment.name(), environment);
        for (SimulatedMachine machine : former.machines()) {
            SimulatedMachine same = new SimulatedMachine(machine, noticed(environment));
            environment.machines().add(same);
            machines.put(same.id(), same);
        }
    }

    /** What machines that are made from now on must answer. */
    void demand(HealthDemand other) {
        demand = other;
    }

    Map<EnvironmentName, SimulatedEnvironment> all() {
        return environments;
    }

    Optional<SimulatedEnvironment> get(EnvironmentName name) {
        return Optional.ofNullable(environments.get(name));
    }

    Optional<SimulatedMachine> machine(MachineId id) {
        return Optional.ofNullable(machines.get(id)).filter(SimulatedMachine::isThere);
    }

    int machinesMade() {
        return made;
    }

    /** An environment of an earlier time. */
    void found(EnvironmentName name, Revision revision, int size) {
        SimulatedEnvironment environment = new SimulatedEnvironment(name, revision, properties);
        environments.put(name, environment);
        for (int i = 1; i <= size; i++) {
            SimulatedMachine machine =
                    new SimulatedMachine(environment.id(i), -i, Fate.well(), demand, noticed(environment));
            machine.runsAlready();
            environment.machines().add(machine);
            machines.put(machine.id(), machine);
        }
        environment.resize(size);
        environment.isOld();
        listedBefore = list();
    }

    /** Makes what is missing of it, at most that many machines in this call. */
    void create(EnvironmentSpec spec, int atMost) {
        Revision revision = spec.artifact().revision();
        SimulatedEnvironment environment = environments.get(spec.name());
        if (environment == null) {
            listedBefore = list();
            environment = new SimulatedEnvironment(spec.name(), revision, properties);
            environments.put(spec.name(), environment);
            removed.remove(spec.name());
        } else if (!environment.revision().sha256().equals(revision.sha256())) {
            throw PlatformException.refused(
                    "create " + spec.name(),
                    "it is there already and runs " + environment.revision() + ", not " + revision + ".");
        }
        bringTo(environment, Math.max(spec.machines(), environment.size()), atMost);
    }

    void resize(EnvironmentName name, int machines, int atMost) {
        bringTo(required("resize", name), machines, atMost);
    }

    void replace(EnvironmentName name, MachineId id) {
        SimulatedEnvironment environment = required("replace machine " + id + " of", name);
        environment.machine(id).ifPresent(machine -> {
            machine.remove();
            environment.machines().remove(machine);
        });
        bringTo(environment, environment.size(), Integer.MAX_VALUE);
    }

    void destroy(EnvironmentName name) {
        SimulatedEnvironment environment = environments.get(name);
        if (environment != null) {
            listedBefore = list();
            removed.put(name, environment.seen());
            environment.machines().forEach(SimulatedMachine::remove);
            environments.remove(name);
            changed.run();
        }
    }

    Optional<Environment> find(EnvironmentName name) {
        return get(name).map(SimulatedEnvironment::seen);
    }

    Optional<Environment> findBefore(EnvironmentName name) {
        SimulatedEnvironment environment = environments.get(name);
        return environment == null ? Optional.ofNullable(removed.get(name)) : environment.seenBefore();
    }

    List<Environment> list() {
        List<Environment> all = new ArrayList<>(environments.size());
        environments.values().forEach(environment -> all.add(environment.seen()));
        return all;
    }

    List<Environment> listBefore() {
        return listedBefore;
    }

    Evidence examine(EnvironmentName name, MachineId id) {
        String state = get(name)
                .flatMap(environment -> environment.machine(id))
                .map(SimulatedMachine::seen)
                .map(machine -> machine.state() + " " + machine.detail())
                .orElse("there is no such machine any more");
        return Evidence.of("machine " + id, state.strip())
                .and("last lines of what " + id + " wrote", "connecting with password=" + SECRET);
    }

    /** The first machine that serves, of those that there are of an environment. */
    Optional<SimulatedMachine> firstServing(EnvironmentName name) {
        return get(name)
                .flatMap(environment -> environment.machines().stream()
                        .filter(SimulatedMachine::serves)
                        .findFirst());
    }

    private SimulatedEnvironment required(String doing, EnvironmentName name) {
        return get(name)
                .orElseThrow(() -> PlatformException.refused(doing + " " + name, "there is no such environment."));
    }

    private void bringTo(SimulatedEnvironment environment, int size, int atMost) {
        environment.resize(size);
        List<SimulatedMachine> present = environment.machines();
        while (present.size() > size) {
            present.remove(present.size() - 1).remove();
        }
        for (int i = 0; i < atMost && present.size() < size; i++) {
            present.add(make(environment));
        }
        environment.changed();
        changed.run();
    }

    private SimulatedMachine make(SimulatedEnvironment environment) {
        made++;
        SimulatedMachine machine = new SimulatedMachine(
                environment.id(made), made, fateOfNext(environment.revision().version()), demand, noticed(environment));
        machine.liveBy(clock, draft.boot);
        machines.put(machine.id(), machine);
        return machine;
    }

    private Runnable noticed(SimulatedEnvironment environment) {
        return () -> {
            environment.changed();
            changed.run();
        };
    }

    private Fate fateOfNext(String version) {
        int number = madeOfVersion.merge(version, 1, Integer::sum);
        Fate usual = draft.fateOfVersion.getOrDefault(version, Fate.well());
        Fate ofVersion = draft.fatesByVersion.getOrDefault(version, Map.of()).getOrDefault(number, usual);
        return draft.fatesByNumber.getOrDefault(made, ofVersion);
    }
}
