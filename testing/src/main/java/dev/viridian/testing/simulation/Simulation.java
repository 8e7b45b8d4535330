package dev.viridian.testing.simulation;

import dev.viridian.engine.Deployer;
import dev.viridian.spi.Probes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Describes a world to deploy to. Immutable; each word returns a new one.
 *
 * <pre>{@code
 * SimulatedWorld world = Simulation.of("orders")
 *     .live("1.2", 4)
 *     .machine("1.3", 2, Fate.comesUpSick())
 *     .property("db.url", "jdbc:h2:mem:orders")
 *     .open();
 * DeploymentResult result = Deployer.on(world.platform()).deploy(orders);
 * }</pre>
 *
 * <p>With nothing else said nothing is live, every artifact is there, machines boot in 3 s and are well, the router obeys at once, a
 * user's longest request takes 2 s, and the seed is 1.
 */
public final class Simulation {
    private static final Pattern APPLICATION = Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?");

    private final Draft draft;

    private Simulation(Draft draft) {
        this.draft = draft;
    }

    /** A world of this application: lower-case letters, digits and dashes. */
    public static Simulation of(String application) {
        if (!APPLICATION.matcher(application).matches()) {
            throw new IllegalArgumentException("A world of the application '" + application
                    + "'? Expected lower-case letters, digits and dashes, without a dash at either end.");
        }
        return new Simulation(new Draft(application));
    }

    /** A new world as described. Each is a world of its own. */
    public SimulatedWorld open() {
        return new SimulatedWorld(draft);
    }

    /** What chance does: which task goes first, and which user is sent where. The same seed, the same run, to the byte. */
    public Simulation seed(long seed) {
        return with(changed -> changed.seed = seed);
    }

    /** An earlier release is live, on this many machines. */
    public Simulation live(String version, int machines) {
        if (machines < 1) {
            throw new IllegalArgumentException(
                    "Release " + version + " is live on " + machines + " machines? Expected 1 or more.");
        }
        return with(changed -> {
            changed.liveVersion = Optional.of(version);
            changed.liveMachines = machines;
        });
    }

    /**
     * These releases were deployed, one after the other, before the one that is live: the history says so of them all, and one of them
     * can be gone back to.
     */
    public Simulation deployedBefore(String first, String... more) {
        return with(changed -> {
            changed.deployedBefore.clear();
            changed.deployedBefore.add(first);
            changed.deployedBefore.addAll(List.of(more));
        });
    }

    /**
     * What a person does that long after the world began, from another process, while whatever is going on goes on.
     *
     * <pre>{@code
     * Simulation.of("orders").live("1.2", 4).after(ofMinutes(10), deployer -> deployer.resume())
     * }</pre>
     *
     * <p>The person waits for no other deployment: {@code abort()} is an order, and whether it was obeyed shows in the result.
     */
    public Simulation after(Duration time, Consumer<Deployer> work) {
        requireNotNegative("time until a person comes", time);
        return with(changed -> changed.visits.add(new Draft.Visit(time, work)));
    }

    /** What becomes of the first, second, … machine that is made of this version, counted over all of its environments from 1. */
    public Simulation machine(String version, int number, Fate fate) {
        requireCountedFromOne(number);
        return with(changed -> changed.fatesByVersion
                .computeIfAbsent(version, first -> new TreeMap<>())
                .put(number, fate));
    }

    /** What becomes of each machine of this version of which nothing else is said. */
    public Simulation everyMachine(String version, Fate fate) {
        return with(changed -> changed.fateOfVersion.put(version, fate));
    }

    /** What becomes of the first, second, … machine that is made in this world, whatever it runs. It has the last word. */
    public Simulation machine(int number, Fate fate) {
        requireCountedFromOne(number);
        return with(changed -> changed.fatesByNumber.put(number, fate));
    }

    /** How long a machine usually boots; 3 s without it. */
    public Simulation bootTime(Duration time) {
        requireNotNegative("boot time", time);
        return with(changed -> changed.boot = time);
    }

    /** How long the router takes to do what it was told; nothing without it. */
    public Simulation routerConvergesIn(Duration time) {
        requireNotNegative("time until the router converges", time);
        return with(changed -> changed.convergence = time);
    }

    /**
     * For how long users come to where they were sent before, since they keep what a name meant; they do not without it. What is in flight to an environment may be nothing meanwhile, and it must go on
     * serving all the same.
     */
    public Simulation stragglersComeFor(Duration time) {
        requireNotNegative("time in which stragglers come", time);
        return with(changed -> changed.stragglers = time);
    }

    /** How long the longest request of a user takes, and so how long an environment drains; 2 s without it. */
    public Simulation longestRequest(Duration time) {
        requireNotNegative("longest request", time);
        return with(changed -> changed.longestRequest = time);
    }

    /** A property that the configuration of each environment has, for smoke tests. */
    public Simulation property(String name, String value) {
        return with(changed -> changed.properties.put(name, value));
    }

    /** There is no such artifact, or not a whole one. */
    public Simulation refusesArtifact(String location, String why) {
        return with(changed -> changed.refusedArtifacts.put(location, why));
    }

    /** What machines answer; of several scripts the first that has an answer is taken. */
    public Simulation answering(ProbeScript script) {
        return with(changed -> changed.scripts.add(script));
    }

    /**
     * What each machine answers at an HTTP path, in this order; the last answer stays.
     *
     * <pre>{@code
     * simulation.answering("/health", well("200 OK"), sick("503 warming up"), sick("503 warming up"), well("200 OK"))
     * }</pre>
     *
     * <p>Only a machine that runs and is not sick is heard; each begins with the first answer, in each world anew.
     */
    public Simulation answering(String path, Probes.Answer first, Probes.Answer... more) {
        return answering(new ScriptedAnswers(Optional.empty(), path, inOrder(first, more)));
    }

    /** The same for machines that run this version; all others answer as usual. */
    public Simulation answering(String version, String path, Probes.Answer first, Probes.Answer... more) {
        return answering(new ScriptedAnswers(Optional.of(version), path, inOrder(first, more)));
    }

    private static List<Probes.Answer> inOrder(Probes.Answer first, Probes.Answer... more) {
        List<Probes.Answer> all = new ArrayList<>();
        all.add(first);
        all.addAll(List.of(more));
        return all;
    }

    /** The platform does not check fencing tokens, as clouds do not: what fences is the engine alone. */
    public Simulation withoutFencing() {
        return with(changed -> changed.fencing = false);
    }

    /**
     * The platform cannot tell that a controller was killed, as clouds cannot: the next one waits until it has seen the lease unchanged
     * for as long as it lasts. Without this a killed controller is known to be dead, and is followed at once.
     *
     * <pre>{@code
     * Faults.of(orders).in(Simulation.of("orders").live("1.2", 4).withoutSeeingDeaths()).explore();
     * }</pre>
     */
    public Simulation withoutSeeingDeaths() {
        return with(changed -> changed.seeingDeaths = false);
    }

    /**
     * Tasks run in their order and one after the other, calls are not written down, and code that waits for real is not found out: for
     * runs by the thousands.
     */
    public Simulation bare() {
        return with(changed -> {
            changed.interleaved = false;
            changed.recording = false;
            changed.watching = false;
        });
    }

    /** Tasks run in their order and one after the other instead of being interleaved by the seed. */
    public Simulation inOrder() {
        return with(changed -> changed.interleaved = false);
    }

    /**
     * Code in health checks, smoke tests and remedies may wait for real, although no time passes in the world meanwhile. Without it, and
     * unless the simulation is {@linkplain #bare() bare}, that is refused with a {@link RealTimeUsed} that says where.
     */
    public Simulation allowingRealTime() {
        return with(changed -> changed.watching = false);
    }

    /** Whether code may wait for real, or is at least not looked at. */
    public boolean allowsRealTime() {
        return !draft.watching;
    }

    /** How many calls a controller may make before it is taken for one that never ends; a million without it. */
    public Simulation mostCalls(int calls) {
        return with(changed -> changed.mostCalls = calls);
    }

    /** Whether something is live when the world begins. */
    public boolean hasLive() {
        return draft.liveVersion.isPresent();
    }

    /** Whether it was said that something was deployed before. */
    public boolean hasPast() {
        return !draft.deployedBefore.isEmpty();
    }

    /** On how many machines something is live when the world begins; 0 where nothing is. */
    public int liveMachines() {
        return draft.liveMachines;
    }

    /** The application. */
    public String application() {
        return draft.application;
    }

    private static void requireCountedFromOne(int number) {
        if (number < 1) {
            throw new IllegalArgumentException(
                    "What becomes of machine " + number + "? There is none: they are counted from 1.");
        }
    }

    private static void requireNotNegative(String what, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("A " + what + " of " + time + "? Expected none, or more.");
        }
    }

    private Simulation with(Consumer<Draft> change) {
        Draft changed = draft.copy();
        change.accept(changed);
        return new Simulation(changed);
    }
}
