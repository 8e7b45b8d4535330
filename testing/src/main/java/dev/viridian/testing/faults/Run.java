package dev.viridian.testing.faults;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.HealthCheck;
import dev.viridian.NeedsHealthCheck;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.engine.Recovery;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.state.HistoryEntry;
import dev.viridian.state.RecordedDeployment;
import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.ControllerKilled;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.FaultInjector;
import dev.viridian.testing.simulation.RealTimeUsed;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One scenario, from the first controller's first call until all is quiet again. */
final class Run {
    /** The version that a successor deploys that deploys something else. */
    static final String SOMETHING_ELSE = "9.9.9";

    private static final NeedsHealthCheck ITS_ARTIFACT =
            Deployment.blueGreen().artifact("s3://releases/something-else/" + SOMETHING_ELSE + "/it.tar.gz");

    /** What controllers are called, with their number; persons are not called so. */
    private static final String CONTROLLER = "controller ";

    /** So many controllers may die, one after the other; the next one is spared. */
    private static final int MOST_DEATHS = 4;

    /** A dead controller's lease has run out by then. */
    private static final Duration UNTIL_RESTARTED = Duration.ofMinutes(2);

    /** What was under way when a controller gave up has landed by then. */
    private static final Duration UNTIL_QUIET = Duration.ofHours(1);

    private final Scenario scenario;
    private final Deployment deployment;
    private final boolean back;
    private final boolean allowsRealTime;
    private final SimulatedWorld world;
    private final Optional<Lulls> lulls;
    private final List<ScriptedFaults> faults = new ArrayList<>();
    private final List<Integer> numbersInWorld = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<DeploymentResult> results = new ArrayList<>();
    private Duration firstEnded = Duration.ZERO;
    private List<EnvironmentName> leftByFirst = List.of();
    private boolean overtakerDied;
    private boolean leftToAPerson;
    private int controllers;

    private Run(Subject subject, Scenario scenario, Simulation simulation, Optional<Lulls> lulls) {
        this.scenario = scenario;
        this.deployment = subject.deployment().get();
        this.back = subject.back();
        this.allowsRealTime = subject.simulation().allowsRealTime();
        this.world = simulation.open();
        this.lulls = lulls;
        world.hold(deployment);
    }

    /** As it goes on in that world, a copy of its own, where the controllers so far are dead. */
    private Run(Run other, Scenario scenario, SimulatedWorld copy) {
        this.scenario = scenario;
        this.deployment = other.deployment;
        this.back = other.back;
        this.allowsRealTime = other.allowsRealTime;
        this.world = copy;
        this.lulls = Optional.empty();
        other.faults.forEach(former -> faults.add(new ScriptedFaults(copy, former)));
        this.numbersInWorld.addAll(other.numbersInWorld);
        this.events.addAll(other.events);
        this.results.addAll(other.results);
        this.firstEnded = other.firstEnded;
        this.leftByFirst = other.leftByFirst;
        this.controllers = other.controllers;
    }

    static Run of(Subject subject, Scenario scenario) {
        return new Run(subject, scenario, with(scenario, subject.bare()), Optional.empty()).finished();
    }

    /** The same run, with all of its calls written down. Whether code waits for real shows when nothing goes wrong; looking takes time. */
    static Run recorded(Subject subject, Scenario scenario) {
        Simulation simulation = with(scenario, subject.simulation()).inOrder();
        boolean undisturbed = scenario.mishaps().isEmpty();
        Simulation watched = undisturbed ? simulation : simulation.allowingRealTime();
        return new Run(subject, scenario, watched, Optional.of(new Lulls())).finished();
    }

    private static Simulation with(Scenario scenario, Simulation usual) {
        Simulation simulation = usual;
        for (Mishap mishap : scenario.mishaps()) {
            if (mishap instanceof Mishap.OfMachine machine) {
                simulation =
                        simulation.machine(machine.machine(), machine.fault().fate());
            } else if (mishap instanceof Mishap.At at && at.fault() == Fault.TAKEN_OVER) {
                simulation = simulation.withoutFencing();
            }
        }
        return simulation;
    }

    /**
     * Only the first controller's work in a scenario, past the calls at which it dies in others: what there would be after each of these
     * deaths, as far as it comes to them. {@link #goOn} is what comes then.
     */
    static Map<Mishap.At, Run> trunk(Subject subject, Scenario scenario, boolean fencing, Set<Mishap.At> deaths) {
        Simulation simulation = fencing ? subject.bare() : subject.bare().withoutFencing();
        Run run = new Run(subject, scenario, simulation, Optional.empty());
        return run.leftOf(deaths, run.world.platform(), run::deploy);
    }

    /** The same of the controller that comes after one that is dead. */
    Map<Mishap.At, Run> trunk(Scenario common, Set<Mishap.At> deathsOfNext) {
        Run run = new Run(this, common, world.copy());
        run.world.pass(UNTIL_RESTARTED);
        return run.leftOf(deathsOfNext, run.world.anotherController(), run::succeed);
    }

    private Map<Mishap.At, Run> leftOf(
            Set<Mishap.At> deaths, SimulatedPlatform platform, Consumer<SimulatedPlatform> work) {
        Trunk trunk = new Trunk(deaths, () -> ifKilled(platform));
        lives(platform, work, trunk::past);
        return trunk.left();
    }

    /** What there would be if that controller died at the call that is under way. */
    private Optional<Run> ifKilled(SimulatedPlatform platform) {
        return platform.worldIfKilled().map(copy -> {
            Run run = new Run(this, scenario, copy);
            if (platform == world.platform()) {
                run.firstHasEnded();
            }
            return run;
        });
    }

    /** What comes of it in that scenario, in which it has come so far. */
    Run goOn(Scenario branch) {
        return new Run(this, branch, world.copy()).finishedBySuccessors(false);
    }

    private Run finished() {
        boolean alive = livesUndisputed(world.platform(), this::deploy);
        firstHasEnded();
        return finishedBySuccessors(alive);
    }

    private void firstHasEnded() {
        firstEnded = world.elapsed();
        leftByFirst = world.environments().stream()
                .map(Environment::name)
                .filter(name -> !world.routing().reaches(name))
                .toList();
    }

    private Run finishedBySuccessors(boolean firstIsAlive) {
        boolean alive = firstIsAlive;
        while (!alive) {
            world.pass(UNTIL_RESTARTED);
            alive = livesUndisputed(world.anotherController(), this::succeed);
        }
        quietDown();
        return this;
    }

    /** Whether the controller came to the end of its work, and whoever took over from it meanwhile did, too. */
    private boolean livesUndisputed(SimulatedPlatform platform, Consumer<SimulatedPlatform> work) {
        boolean alive = lives(platform, work) && !overtakerDied;
        overtakerDied = false;
        return alive;
    }

    /** Whether the controller came to the end of its work. */
    private boolean lives(SimulatedPlatform platform, Consumer<SimulatedPlatform> work) {
        return lives(platform, work, UnaryOperator.identity());
    }

    private boolean lives(
            SimulatedPlatform platform, Consumer<SimulatedPlatform> work, UnaryOperator<FaultInjector> faultsOf) {
        controllers++;
        numbersInWorld.add(platform.controller());
        if (controllers <= MOST_DEATHS) {
            ScriptedFaults scripted = new ScriptedFaults(world, scenario, controllers);
            faults.add(scripted);
            platform.inject(watched(faultsOf.apply(scripted), platform.controller()));
            platform.onTakeover(this::takeOver);
        }
        try {
            return watched(() -> {
                work.accept(platform);
                return true;
            });
        } catch (ControllerKilled killed) {
            return false;
        }
    }

    /** Code that only faults bring about, a remedy above all, was not there to be seen when nothing went wrong. */
    private <T> T watched(Supplier<T> work) {
        return allowsRealTime ? work.get() : RealTimeUsed.refuseLongWaits(work);
    }

    private FaultInjector watched(FaultInjector scripted, int controller) {
        return lulls.map(watching -> watching.watching(
                        scripted, controller, () -> new Lulls.Moment(world.now(), events.size(), world.ownWork())))
                .orElse(scripted);
    }

    private void takeOver() {
        world.pass(UNTIL_RESTARTED);
        overtakerDied |= !lives(world.anotherController(), this::succeed);
    }

    private void deploy(SimulatedPlatform platform) {
        Deployer deployer = deployer(platform);
        results.add(back ? deployer.rollBack(deployment) : deployer.deploy(deployment));
    }

    private void succeed(SimulatedPlatform platform) {
        switch (scenario.successor()) {
            case SAME_AGAIN -> {
                if (!hasGoneBack()) {
                    deploy(platform);
                }
            }
            case SOMETHING_ELSE -> results.add(deployer(platform).deploy(somethingElse()));
            case RECOVERS -> recover(platform);
        }
    }

    /** Who asked to go back and finds that it was done does not ask again, which would lead one release further back. */
    private boolean hasGoneBack() {
        return back
                && lastEnded(world.anotherController())
                        .filter(last -> last.backTo().isPresent() && last.outcome() == Outcome.DEPLOYED)
                        .isPresent();
    }

    private Deployment somethingElse() {
        List<HealthCheck> checks = deployment.healthChecks();
        Deployment other = ITS_ARTIFACT.healthCheck(checks.get(0));
        for (HealthCheck check : checks.subList(1, checks.size())) {
            other = other.healthCheck(check);
        }
        return other.drain(deployment.drain()).bake(deployment.bake()).keepWarm(deployment.keepWarm());
    }

    private void recover(SimulatedPlatform platform) {
        if (deployer(platform).recover() instanceof Recovery.Settled settled) {
            results.add(settled.result());
        }
    }

    /**
     * Faults are over, what was under way lands, and whoever looks after it recovers: that must be enough. Only what was left to a person
     * is a person's, whose next deployment must be enough.
     */
    private void quietDown() {
        faults.forEach(ScriptedFaults::end);
        world.pass(UNTIL_QUIET);
        SimulatedPlatform platform = world.anotherController();
        leftToAPerson = wasToldThatItHalted();
        if (!leftToAPerson) {
            recover(platform);
            leftToAPerson = lastEnded(platform)
                    .filter(last -> last.outcome() == Outcome.HALTED)
                    .isPresent();
        }
        if (leftToAPerson) {
            sendUsersBack(platform);
            results.add(deployer(world.anotherController()).deploy(somethingElse()));
            recover(world.anotherController());
        }
    }

    /**
     * What a controller had under way when another one took over can land after that one has ended, and send users nowhere. A deployment is refused then, and
     * a person does first what it says: sends them to what served them last.
     */
    private void sendUsersBack(SimulatedPlatform platform) {
        if (world.routing().environments().isEmpty()) {
            lastEnded(platform)
                    .flatMap(last -> last.live().sole())
                    .filter(served -> world.environments().stream()
                            .anyMatch(environment -> environment.name().equals(served)))
                    .ifPresent(served -> world.reroute(TrafficSplit.allTo(served)));
        }
    }

    /** The last deployment that was not refused, as the history says: whoever was killed as it ended told nobody else. */
    private Optional<HistoryEntry> lastEnded(SimulatedPlatform platform) {
        return deployer(platform)
                .history()
                .filter(entry -> entry.outcome() != Outcome.REFUSED)
                .findFirst();
    }

    /** Whoever was fenced off and finds out too late has left no record of it, and told its caller. */
    private boolean wasToldThatItHalted() {
        Optional<Outcome> last = Optional.empty();
        for (Event event : events) {
            if (event instanceof Event.DeploymentFinished finished
                    && finished.outcome() != Outcome.REFUSED
                    && !isSettledByAnother(finished)) {
                last = Optional.of(finished.outcome());
            }
        }
        return last.equals(Optional.of(Outcome.HALTED));
    }

    /** Whoever was taken over from, and had nothing under way that could change anything afterwards, leaves nothing to a person. */
    private boolean isSettledByAnother(Event.DeploymentFinished finished) {
        return finished.failure().filter(Failure.FencedOff.class::isInstance).isPresent()
                && faults.stream().anyMatch(ScriptedFaults::wasOvertaken)
                && faults.stream().noneMatch(ScriptedFaults::wasOvertakenAtAChange);
    }

    private Deployer deployer(SimulatedPlatform platform) {
        return Deployer.silently(platform).listening(events::add).as(CONTROLLER + controllers);
    }

    /** Whether a person who came meanwhile has taken over this deployment, as who aborts one does whose controller gives no sign of life. */
    boolean wasTakenOverByAPerson(DeploymentId deployment) {
        return deployment.number() > 0
                && RecordedDeployment.read(world.state(), deployment).events().stream()
                        .anyMatch(event -> event instanceof Event.TakenOver taken
                                && !taken.by().startsWith(CONTROLLER));
    }

    /** What the last deployment failed with that was told to be halted. */
    Optional<Failure> haltedBy() {
        Optional<Failure> failure = Optional.empty();
        for (Event event : events) {
            if (event instanceof Event.DeploymentFinished finished && finished.outcome() == Outcome.HALTED) {
                failure = finished.failure();
            }
        }
        return failure;
    }

    /** Whether it went another way: to another end, or by another number of calls. */
    boolean differsFrom(Run other) {
        return controllers != other.controllers
                || world.platform().calls() != other.world.platform().calls()
                || !world.routing().equals(other.world.routing());
    }

    /** The calls of a controller, 1 for the first, of those that worked on it; persons, who are controllers in its world, do not count. */
    List<Call> calls(int controller) {
        int number = numbersInWorld.get(controller - 1);
        return world.calls().stream()
                .filter(call -> call.controller() == number)
                .map(call -> new Call(
                        controller,
                        call.number(),
                        call.at(),
                        call.operation(),
                        call.subject(),
                        call.given(),
                        call.fault()))
                .toList();
    }

    /** The numbers of that controller's calls after which nothing happens until its next one; of a {@linkplain #recorded recorded} run. */
    Set<Integer> beforeLulls(int controller) {
        return lulls.orElseThrow().after(world.calls(), numbersInWorld.get(controller - 1));
    }

    Scenario scenario() {
        return scenario;
    }

    Deployment deployment() {
        return deployment;
    }

    SimulatedWorld world() {
        return world;
    }

    /** Whether it took a person to end it, who deployed something else. */
    boolean leftToAPerson() {
        return leftToAPerson;
    }

    /** When the first controller had ended, or was dead. */
    Duration firstEnded() {
        return firstEnded;
    }

    /** What was there then beside what users reach. */
    List<EnvironmentName> leftByFirst() {
        return leftByFirst;
    }

    /** How many controllers worked on it, one after the other. */
    int controllers() {
        return controllers;
    }

    /** All faults that a storm has made, one by one. */
    List<Mishap> faultsOfStorm() {
        List<Mishap> all = new ArrayList<>();
        faults.forEach(scripted -> all.addAll(scripted.happened()));
        return all;
    }

    List<Event> events() {
        return events;
    }

    List<DeploymentResult> results() {
        return results;
    }
}
