package dev.viridian.testing.faults;

import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.plan.Plan;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.simulation.Rule;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs a deployment through every fault, in virtual time.
 *
 * <pre>{@code
 * Exploration exploration = Faults.explore(orders);
 * assertThat(exploration).neverDropsTraffic().leavesNothingBehind().notifiesEveryFailure();
 * }</pre>
 *
 * <p>It is run once without any, to learn the calls that it makes; then once more for each call and each fault that can happen to it,
 * the death of the controller and the arrival of a second one among them; for each machine and what can become of it; for outages of
 * each operation; then for pairs of faults and for random ones, as many as one likes. In each run all of the {@linkplain
 * dev.viridian.testing.simulation.Rule rules that always hold} are looked at after each call and at the end.
 *
 * <p>Scenarios are run on all processors at once: code of yours in health checks and smoke tests is called by several threads unless
 * {@link #threads} says otherwise. Notifiers are not called. Immutable.
 */
public final class Faults {
    private static final int PAIRS = 2_000;
    private static final int RANDOM = 1_000;

    private final Supplier<Deployment> deployment;
    private final Simulation simulation;
    private final Outcome expected;
    private final int pairs;
    private final int random;
    private final long seed;
    private final int threads;
    private final Optional<Rule> until;
    private final boolean back;
    private final boolean withTwins;

    private Faults(
            Supplier<Deployment> deployment,
            Simulation simulation,
            Outcome expected,
            int pairs,
            int random,
            long seed,
            int threads,
            Optional<Rule> until,
            boolean back,
            boolean withTwins) {
        this.deployment = deployment;
        this.simulation = simulation;
        this.expected = expected;
        this.pairs = pairs;
        this.random = random;
        this.seed = seed;
        this.threads = threads;
        this.until = until;
        this.back = back;
        this.withTwins = withTwins;
    }

    /** Explores with nothing else said. */
    public static Exploration explore(Deployment deployment) {
        return of(deployment).explore();
    }

    /** Faults for a deployment whose health checks and smoke tests remember nothing from one run to the next. */
    public static Faults of(Deployment deployment) {
        return of(() -> deployment);
    }

    /** Faults for a deployment that is made afresh for each run. */
    public static Faults of(Supplier<Deployment> deployment) {
        int machines = deployment.get().machines().orElse(2);
        return new Faults(
                deployment,
                Simulation.of("application").live("former", machines),
                Outcome.DEPLOYED,
                PAIRS,
                RANDOM,
                1,
                Runtime.getRuntime().availableProcessors(),
                Optional.empty(),
                false,
                false);
    }

    /** The world in which it is deployed; without this an earlier release is live there, on as many machines, and all else is as usual. */
    public Faults in(Simulation world) {
        return new Faults(deployment, world, expected, pairs, random, seed, threads, until, back, withTwins);
    }

    /**
     * What a person does meanwhile, that long after the beginning and from another process, as {@link Simulation#after} says: to be
     * called after {@link #in}.
     */
    public Faults after(Duration time, Consumer<Deployer> work) {
        return in(simulation.after(time, work));
    }

    /**
     * Explores going back from what is live to what was deployed before it, with this deployment's checks, instead of deploying; without
     * {@link Simulation#deployedBefore} in the world an earlier release was.
     */
    public Faults rollingBack() {
        return new Faults(deployment, simulation, expected, pairs, random, seed, threads, until, true, withTwins);
    }

    /** How it ends when nothing goes wrong; {@link Outcome#DEPLOYED} without this. */
    public Faults expecting(Outcome outcome) {
        return new Faults(deployment, simulation, outcome, pairs, random, seed, threads, until, back, withTwins);
    }

    /** How many pairs of faults are tried; 2,000 without this. */
    public Faults pairs(int budget) {
        return new Faults(deployment, simulation, expected, budget, random, seed, threads, until, back, withTwins);
    }

    /** How many runs with random faults there are, from that seed on; 1,000 from seed 1 without this. */
    public Faults random(int runs, long firstSeed) {
        return new Faults(deployment, simulation, expected, pairs, runs, firstSeed, threads, until, back, withTwins);
    }

    /** On how many threads; as many as there are processors without this. */
    public Faults threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Explore on " + count + " threads? Expected 1 or more.");
        }
        return new Faults(deployment, simulation, expected, pairs, random, seed, count, until, back, withTwins);
    }

    /** Ends as soon as a scenario has broken that rule; without this everything is tried. */
    public Faults until(Rule rule) {
        return new Faults(
                deployment, simulation, expected, pairs, random, seed, threads, Optional.of(rule), back, withTwins);
    }

    /**
     * Tries twins, too. Without this a death or something that happens meanwhile is left out where it comes to the same as the same one
     * call earlier or later, because nothing happens in between: no time passes, nobody else makes a call, no event is told, no code of
     * the deployment's own runs. The {@linkplain Exploration#report report} says how many were left out.
     */
    public Faults withTwins() {
        return new Faults(deployment, simulation, expected, pairs, random, seed, threads, until, back, true);
    }

    /**
     * Explores.
     *
     * @throws IllegalStateException when the deployment does not end as it should even though nothing goes wrong
     */
    public Exploration explore() {
        return explorer().explore(pairs, random, seed);
    }

    /**
     * Does one scenario again, with everything written down.
     *
     * @param line what an exploration printed
     * @throws IllegalArgumentException when it is not such a line, or one of another version of the test kit
     */
    public Story replay(String line) {
        return explorer().story(Scenario.parse(line));
    }

    private Explorer explorer() {
        Simulation world = back && !simulation.hasPast() ? simulation.deployedBefore("earlier") : simulation;
        Subject subject = Subject.of(deployment, world, back);
        Run undisturbed = Run.recorded(subject, Scenario.UNDISTURBED);
        DeploymentResult result = undisturbed.results().get(0);
        if (result.outcome() != expected) {
            throw new IllegalStateException("When nothing goes wrong this deployment ends " + result.outcome()
                    + ", expected " + expected
                    + ". Describe the world that it needs by in(Simulation…), or say by expecting(…) that it should end so.\n"
                    + result.summary() + "\n" + result.timeline());
        }
        Deployer deployer = Deployer.on(world.open().platform());
        Plan plan = back ? deployer.planRollBack(deployment.get()) : deployer.plan(deployment.get());
        return new Explorer(
                subject,
                Expectation.of(plan),
                undisturbed,
                plan.machines(),
                withTwins,
                new Crew(threads),
                new Tally(until));
    }
}
