package dev.viridian.testing.faults;

import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.plan.Plan;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PlatformException;
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
    private final boolean remembersNothing;
    private final Simulation simulation;
    private final Outcome expected;
    private final int pairs;
    private final int random;
    private final long seed;
    private final int threads;
    private final Optional<Rule> until;
    private final boolean back;
    private final boolean withTwins;
    private final Optional<String> first;

    private Faults(Draft draft) {
        this.deployment = draft.deployment;
        this.remembersNothing = draft.remembersNothing;
        this.simulation = draft.simulation;
        this.expected = draft.expected;
        this.pairs = draft.pairs;
        this.random = draft.random;
        this.seed = draft.seed;
        this.threads = draft.threads;
        this.until = draft.until;
        this.back = draft.back;
        this.withTwins = draft.withTwins;
        this.first = draft.first;
    }

    /** Explores with nothing else said. */
    public static Exploration explore(Deployment deployment) {
        return of(deployment).explore();
    }

    /** Faults for a deployment whose health checks and smoke tests remember nothing from one run to the next. */
    public static Faults of(Deployment deployment) {
        return of(() -> deployment, true);
    }

    /** Faults for a deployment that is made afresh for each run, and each run is made from its beginning, which takes longer. */
    public static Faults of(Supplier<Deployment> deployment) {
        return of(deployment, false);
    }

    private static Faults of(Supplier<Deployment> deployment, boolean remembersNothing) {
        int machines = deployment.get().machines().orElse(2);
        Simulation usual = Simulation.of("application").live("former", machines);
        return new Faults(new Draft(deployment, remembersNothing, usual));
    }

    /** The world in which it is deployed; without this an earlier release is live there, on as many machines, and all else is as usual. */
    public Faults in(Simulation world) {
        return with(changed -> changed.simulation = world);
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
        return with(changed -> changed.back = true);
    }

    /** How it ends when nothing goes wrong; {@link Outcome#DEPLOYED} without this. */
    public Faults expecting(Outcome outcome) {
        return with(changed -> changed.expected = outcome);
    }

    /** How many pairs of faults are tried; 2,000 without this. */
    public Faults pairs(int budget) {
        requireNotNegative("pairs of faults", budget);
        return with(changed -> changed.pairs = budget);
    }

    /** How many runs with random faults there are, from that seed on; 1,000 from seed 1 without this. */
    public Faults random(int runs, long firstSeed) {
        requireNotNegative("runs with random faults", runs);
        return with(changed -> {
            changed.random = runs;
            changed.seed = firstSeed;
        });
    }

    /** On how many threads; as many as there are processors without this. */
    public Faults threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Explore on " + count + " threads? Expected 1 or more.");
        }
        return with(changed -> changed.threads = count);
    }

    /** Ends as soon as a scenario has broken that rule; without this everything is tried. */
    public Faults until(Rule rule) {
        return with(changed -> changed.until = Optional.of(rule));
    }

    /**
     * Tries twins, too. Without this a death or something that happens meanwhile is left out where it comes to the same as the same one
     * call earlier or later, because nothing happens in between: no time passes, nobody else makes a call, no event is told, no code of
     * the deployment's own runs. The {@linkplain Exploration#report report} says how many were left out.
     */
    public Faults withTwins() {
        return with(changed -> changed.withTwins = true);
    }

    /** Tries that scenario before all others, where it is one of those that are tried anyway, be it alone: a line that an exploration printed. */
    Faults first(String line) {
        return with(changed -> changed.first = Optional.of(line));
    }

    /**
     * Explores.
     *
     * @throws IllegalStateException when the deployment does not end as it should even though nothing goes wrong, does not go the same
     *     way twice, or is refused before there is a plan of it
     */
    public Exploration explore() {
        return explorer().explore(pairs, random, seed);
    }

    /**
     * Does one scenario again, with everything written down.
     *
     * @param line what an exploration printed
     * @throws IllegalArgumentException when it is not such a line, or one of another version of the test kit, or where nothing of it
     *     happens, since no such call is made, for instance
     */
    public Story replay(String line) {
        return explorer().replay(Scenario.parse(line));
    }

    private Explorer explorer() {
        Simulation world = back && !simulation.hasPast() ? simulation.deployedBefore("earlier") : simulation;
        Subject subject = Subject.of(deployment, world, back, remembersNothing);
        Run undisturbed = Run.recorded(subject, Scenario.UNDISTURBED);
        DeploymentResult result = undisturbed.results().get(0);
        if (result.outcome() != expected) {
            throw new IllegalStateException("When nothing goes wrong this deployment ends " + result.outcome()
                    + ", expected " + expected
                    + ". Describe the world that it needs by in(Simulation…), or say by expecting(…) that it should end so.\n"
                    + result.summary() + "\n" + result.timeline());
        }
        Plan plan = plan(world);
        return new Explorer(
                subject,
                Expectation.of(plan, undisturbed),
                undisturbed,
                plan.machines(),
                withTwins,
                first.map(Scenario::parse),
                new Crew(threads),
                new Tally(until));
    }

    private Plan plan(Simulation world) {
        Deployer deployer = Deployer.on(world.open().platform());
        try {
            return back ? deployer.planRollBack(deployment.get()) : deployer.plan(deployment.get());
        } catch (PlatformException e) {
            throw new IllegalStateException(
                    "This deployment is refused before there is a plan of it, by which what it does under faults could be judged: "
                            + e.failure().message()
                            + " Deploy it once in the same world, and assert that the result is REFUSED.",
                    e);
        }
    }

    private static void requireNotNegative(String what, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("Try " + count + " " + what + "? Expected 0 or more.");
        }
    }

    private Faults with(Consumer<Draft> change) {
        Draft changed = new Draft(this);
        change.accept(changed);
        return new Faults(changed);
    }

    /** What is being changed between one and the next; nobody else sees it. */
    private static final class Draft {
        private final Supplier<Deployment> deployment;
        private final boolean remembersNothing;
        private Simulation simulation;
        private Outcome expected = Outcome.DEPLOYED;
        private int pairs = PAIRS;
        private int random = RANDOM;
        private long seed = 1;
        private int threads = Runtime.getRuntime().availableProcessors();
        private Optional<Rule> until = Optional.empty();
        private boolean back;
        private boolean withTwins;
        private Optional<String> first = Optional.empty();

        private Draft(Supplier<Deployment> deployment, boolean remembersNothing, Simulation simulation) {
            this.deployment = deployment;
            this.remembersNothing = remembersNothing;
            this.simulation = simulation;
        }

        private Draft(Faults faults) {
            this(faults.deployment, faults.remembersNothing, faults.simulation);
            this.expected = faults.expected;
            this.pairs = faults.pairs;
            this.random = faults.random;
            this.seed = faults.seed;
            this.threads = faults.threads;
            this.until = faults.until;
            this.back = faults.back;
            this.withTwins = faults.withTwins;
            this.first = faults.first;
        }
    }
}
