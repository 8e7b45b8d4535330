package dev.viridian.engine;

import dev.viridian.Artifact;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Probe;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import dev.viridian.state.MemoryStateStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A small world in memory with a clock that moves only when somebody waits: what the engine's own tests are run in. */
final class InMemoryPlatform implements Platform, Environments, TrafficRouter, ArtifactStore, Probes, Time, Tasks {
    final Map<EnvironmentName, Environment> worlds = new TreeMap<>();
    final List<String> calls = new ArrayList<>();
    final MemoryStateStore store = new MemoryStateStore();
    final Map<EnvironmentName, Long> inFlight = new TreeMap<>();
    TrafficSplit routing = TrafficSplit.nowhere();
    Function<Machine, Answer> health = machine -> Answer.well("200 OK");
    Predicate<String> failing = call -> false;
    boolean routerObeys = true;
    Runnable onSleep = () -> {};
    Optional<Duration> lookAgainAfter = Optional.empty();
    UnaryOperator<TrafficSplit> shows = UnaryOperator.identity();
    UnaryOperator<Environment> made = UnaryOperator.identity();
    Consumer<Duration> asked = timeout -> {};
    Consumer<EnvironmentSpec> possible = spec -> {};
    boolean cutsOff;
    Runnable onCutOff = () -> {};
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int machinesMade;

    Instant clock() {
        return now;
    }

    void fail(MachineId machine, String why) {
        worlds.replaceAll((name, environment) -> withMachines(
                environment,
                environment.machines().stream()
                        .map(each -> each.id().equals(machine)
                                ? new Machine(each.id(), each.host(), each.port(), Machine.State.FAILED, why)
                                : each)
                        .toList()));
    }

    EnvironmentName live() {
        return routing.sole().orElseThrow();
    }

    private void called(String call) {
        calls.add(call);
        if (failing.test(call)) {
            throw PlatformException.passing(call, new IllegalStateException("the test said so"));
        }
    }

    @Override
    public String application() {
        return "orders";
    }

    @Override
    public Environments environments() {
        return this;
    }

    @Override
    public TrafficRouter traffic() {
        return this;
    }

    @Override
    public StateStore state() {
        return store;
    }

    @Override
    public ArtifactStore artifacts() {
        return this;
    }

    @Override
    public Probes probes() {
        return this;
    }

    @Override
    public Time time() {
        return this;
    }

    @Override
    public Tasks tasks() {
        return this;
    }

    @Override
    public Duration pace() {
        return Duration.ofMillis(5);
    }

    @Override
    public void close() {}

    @Override
    public void requirePossible(EnvironmentSpec spec) {
        possible.accept(spec);
    }

    @Override
    public Environment create(EnvironmentSpec spec, Fence fence) {
        called("create " + spec.name());
        return worlds.computeIfAbsent(
                spec.name(),
                name -> made.apply(new Environment(
                        name,
                        spec.artifact().revision(),
                        spec.machines(),
                        machines(name, spec.machines()),
                        Map.of("db.url", "jdbc:h2:mem:x"))));
    }

    private List<Machine> machines(EnvironmentName name, int count) {
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            machines.add(machine(name));
        }
        return machines;
    }

    private Machine machine(EnvironmentName name) {
        machinesMade++;
        return new Machine(
                new MachineId(name + "." + machinesMade), "127.0.0.1", 20000 + machinesMade, Machine.State.RUNNING, "");
    }

    static Environment withMachines(Environment environment, List<Machine> machines) {
        return new Environment(
                environment.name(), environment.revision(), environment.size(), machines, environment.properties());
    }

    @Override
    public Optional<Environment> find(EnvironmentName name) {
        called("find " + name);
        return Optional.ofNullable(worlds.get(name));
    }

    @Override
    public List<Environment> list() {
        called("list");
        return List.copyOf(worlds.values());
    }

    @Override
    public void replace(EnvironmentName name, MachineId machine, Fence fence) {
        called("replace " + machine);
        worlds.computeIfPresent(
                name,
                (same, environment) -> withMachines(
                        environment,
                        environment.machines().stream()
                                .map(each -> each.id().equals(machine) ? machine(name) : each)
                                .toList()));
    }

    @Override
    public void resize(EnvironmentName name, int machines, Fence fence) {
        called("resize " + name + " to " + machines);
        worlds.computeIfPresent(
                name,
                (same, old) ->
                        new Environment(name, old.revision(), machines, machines(name, machines), old.properties()));
    }

    @Override
    public Evidence examine(EnvironmentName name, MachineId machine) {
        return Evidence.of("output of " + machine, "password=hunter2 and more");
    }

    @Override
    public void destroy(EnvironmentName name, Fence fence) {
        called("destroy " + name);
        worlds.remove(name);
    }

    @Override
    public Optional<Duration> lookAgainAfter() {
        return lookAgainAfter;
    }

    @Override
    public TrafficSplit observed() {
        called("observed");
        return shows.apply(routing);
    }

    @Override
    public void route(TrafficSplit desired, Fence fence) {
        called("route " + desired);
        if (routerObeys) {
            routing = desired;
        }
    }

    @Override
    public OptionalLong inFlight(EnvironmentName name) {
        return OptionalLong.of(inFlight.getOrDefault(name, 0L));
    }

    @Override
    public OptionalLong requests(EnvironmentName name, Instant since) {
        requestsSeen += requestsEachLook;
        return requestsEachLook == 0 ? OptionalLong.empty() : OptionalLong.of(requestsSeen);
    }

    /** So many more come each time that somebody counts them; it cannot tell without it. */
    void countingRequests(int eachLook) {
        requestsEachLook = eachLook;
    }

    private int requestsEachLook;
    private long requestsSeen;

    @Override
    public Optional<Machine> entry() {
        return Optional.of(new Machine(new MachineId("entry"), "127.0.0.1", 80, Machine.State.RUNNING, ""));
    }

    @Override
    public Set<String> schemes() {
        return Set.of("s3");
    }

    @Override
    public PinnedArtifact pin(Artifact artifact) {
        if (artifact.location().contains("missing")) {
            throw new PlatformException(new Failure.ArtifactRefused(artifact.location(), "there is nothing."));
        }
        String version = artifact.version().orElse("1.0");
        return new PinnedArtifact(artifact, artifact.location(), new Revision(version, "ab".repeat(32)), 1000);
    }

    @Override
    public InputStream open(PinnedArtifact artifact) {
        return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public Answer ask(Probe probe, Machine machine, Duration timeout) {
        asked.accept(timeout);
        return health.apply(machine);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        now = now.plus(duration);
        onSleep.run();
        if (Thread.currentThread().isInterrupted()) {
            throw PlatformException.fencedOff("it was interrupted while it waited");
        }
    }

    @Override
    public <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>();
        for (Callable<T> task : tasks) {
            results.add(task.call());
        }
        return results;
    }

    @Override
    public <T> T within(Duration limit, Callable<T> task) throws Exception {
        Instant end = now.plus(limit);
        requireNotInterrupted();
        T result = task.call();
        requireNotInterrupted();
        if (cutsOff && now.isAfter(end)) {
            now = end;
            onCutOff.run();
            throw new TimeoutException();
        }
        return result;
    }

    /** Whoever waits for a task is interrupted in the wait, be it for what has not begun. */
    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
