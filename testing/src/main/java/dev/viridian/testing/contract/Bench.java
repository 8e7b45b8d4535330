package dev.viridian.testing.contract;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.TrafficRouter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the rules do with a platform again and again. It waits by the platform's own time alone. */
final class Bench {
    /** The fencing token of the controller that the rules are. */
    static final long TOKEN = 7;

    /** A platform that may be looked at all the time is left some time of its own all the same. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

    private static final Duration ONE_ANSWER = Duration.ofSeconds(5);

    private final PlatformUnderTest subject;
    private final Platform platform;

    private Bench(PlatformUnderTest subject) {
        this.subject = subject;
        this.platform = subject.platform();
    }

    static Bench of(Rules rules) {
        return new Bench(rules.underTest());
    }

    Platform platform() {
        return platform;
    }

    Environments environments() {
        return platform.environments();
    }

    TrafficRouter traffic() {
        return platform.traffic();
    }

    StateStore state() {
        return platform.state();
    }

    EnvironmentName name(int number) {
        return new EnvironmentName(platform.application() + "-contract-" + number);
    }

    TrafficSplit allTo(int number) {
        return TrafficSplit.allTo(name(number));
    }

    Fence fence(String effect) {
        return new Fence(TOKEN, effect);
    }

    /** Of a controller that had the lease before. */
    Fence older(String effect) {
        return new Fence(TOKEN - 1, effect);
    }

    PinnedArtifact pinned() {
        return platform.artifacts().pin(subject.artifact());
    }

    EnvironmentSpec spec(int number, int machines) {
        return new EnvironmentSpec(name(number), pinned(), machines);
    }

    /** Makes an environment and waits until it has its machines, in whatever state. */
    Environment created(Demand demand, int number, int machines) {
        EnvironmentSpec spec = spec(number, machines);
        demand.goesWell(
                "create " + spec.name(),
                () -> environments().create(spec, fence("create " + number + " in the beginning")));
        return settled(demand, number, machines);
    }

    /** Makes an environment and waits until each of its machines runs and answers. */
    Environment running(Demand demand, int number, int machines) {
        created(demand, number, machines);
        return well(demand, number, machines);
    }

    /** Waits until each of that many machines runs and answers. */
    Environment well(Demand demand, int number, int machines) {
        return await(
                demand,
                "each machine of " + name(number) + " runs and answers '"
                        + subject.probe().describe() + "'",
                () -> found(demand, number),
                found -> present(found).size() == machines
                        && found.machines().stream().allMatch(this::isWell));
    }

    /** Waits until an environment has that many machines. */
    Environment settled(Demand demand, int number, int machines) {
        return await(
                demand,
                name(number) + " has " + machines + " machines",
                () -> found(demand, number),
                found -> found.size() == machines && present(found).size() == machines);
    }

    Environment found(Demand demand, int number) {
        return environments()
                .find(name(number))
                .orElseThrow(() -> demand.broken("find(" + name(number) + ") says that there is no such environment"));
    }

    void route(TrafficSplit split) {
        traffic().route(split, fence("route to " + split));
    }

    /** Routes, and waits until the router says so. */
    void routed(Demand demand, TrafficSplit split) {
        demand.goesWell("route to " + split, () -> route(split));
        observed(demand, split);
    }

    void observed(Demand demand, TrafficSplit split) {
        await(demand, "observed() says " + split, () -> traffic().observed(), split::sameSharesAs);
    }

    /** Looks until what is seen is good. */
    <T> T await(Demand demand, String wanted, Callable<T> look, Predicate<T> good) {
        Instant end = now().plus(subject.patience());
        while (true) {
            boolean isLast = !now().isBefore(end);
            T seen = demand.answered("look whether " + wanted, look);
            if (good.test(seen)) {
                return seen;
            }
            if (isLast) {
                throw demand.broken("expected within " + subject.patience().toMillis() + " ms that " + wanted
                        + ", but at last it was " + told(seen));
            }
            pause();
        }
    }

    /** Does all of it side by side; what fails in a way that may pass is done again, as the engine does. */
    <T> List<T> atOnce(Demand demand, String doing, List<Callable<T>> calls) {
        List<Callable<T>> patient = new ArrayList<>();
        calls.forEach(call -> patient.add(() -> patiently(call)));
        return demand.answered(
                doing + " at the same time", () -> platform.tasks().all(patient));
    }

    private <T> T patiently(Callable<T> call) throws Exception {
        Instant end = now().plus(subject.patience());
        while (true) {
            try {
                return call.call();
            } catch (PlatformException e) {
                if (!e.failure().worthRetrying() || !now().isBefore(end)) {
                    throw e;
                }
                pause();
            }
        }
    }

    Instant now() {
        return platform.time().now();
    }

    void pause() {
        Duration pace = platform.pace();
        platform.time().sleep(pace.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pace);
    }

    boolean answers(Machine machine) {
        return platform.probes().ask(subject.probe(), machine, ONE_ANSWER).well();
    }

    private boolean isWell(Machine machine) {
        return machine.state() == Machine.State.RUNNING && answers(machine);
    }

    /** Those that are not on their way out. */
    static List<Machine> present(Environment environment) {
        return environment.machines().stream()
                .filter(machine -> machine.state() != Machine.State.STOPPING)
                .toList();
    }

    static Set<MachineId> ids(Environment environment) {
        return present(environment).stream().map(Machine::id).collect(Collectors.toCollection(TreeSet::new));
    }

    static boolean isRunning(Optional<Machine> machine) {
        return machine.map(Machine::state).equals(Optional.of(Machine.State.RUNNING));
    }

    /** Environments do not name the states of their machines by themselves. */
    static String told(Object seen) {
        if (seen instanceof Environment environment) {
            return environment + ": "
                    + environment.machines().stream()
                            .map(machine -> machine + " " + machine.state() + " " + machine.detail())
                            .map(String::strip)
                            .toList();
        }
        return String.valueOf(seen);
    }
}
