package dev.viridian.testing.simulation;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.Notification;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.state.MemoryStateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A world in memory: environments and machines, a router, users, an artifact store, a state store, and a clock that moves only when
 * somebody waits, so that a day passes in a millisecond. The same seed gives the same run.
 *
 * <p>A world belongs to the thread that opened it; nothing in it runs by itself. What users get is looked at after each change, and so
 * are the {@linkplain Rule rules that always hold}.
 */
public final class SimulatedWorld implements AutoCloseable {
    /** What the machines of this world would give away if somebody let them; it must never be told. */
    public static final String SECRET = Estate.SECRET;

    private final Draft draft;
    private final Clock clock;
    private final Strands strands;
    private final Estate estate;
    private final SimulatedRouter router;
    private final Users users;
    private final Rules rules;
    private final MemoryStateStore state;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<SimulatedPlatform> controllers = new ArrayList<>();

    private final Set<Operation> disturbed = EnumSet.noneOf(Operation.class);
    private long highestToken;
    private long calledInAll;

    SimulatedWorld(Draft described) {
        this.draft = described.ofOneWorld();
        this.clock = new Clock(this);
        this.strands = new Strands(clock, draft.seed, draft.interleaved, draft.watching);
        this.estate = new Estate(draft, clock, this::changed);
        this.router = new SimulatedRouter(clock, estate, this::switched);
        this.users = new Users(clock, estate, router, draft.longestRequest, draft.stragglers);
        this.rules = new Rules(clock, estate, users, router);
        this.state = new MemoryStateStore();
        draft.liveVersion.ifPresent(this::putLive);
        this.controllers.add(new SimulatedPlatform(this, 1));
        new Past(draft).writeTo(state);
        draft.visits.forEach(visit -> clock.after(visit.time(), world -> world.visit(visit.work())));
    }

    private SimulatedWorld(SimulatedWorld other, Optional<SimulatedPlatform> killed) {
        this.draft = other.draft.ofCopiedWorld();
        this.clock = new Clock(this, other.clock);
        this.strands = new Strands(clock, other.strands);
        this.estate = new Estate(draft, clock, this::changed, other.estate);
        this.router = new SimulatedRouter(clock, estate, this::switched, other.router);
        this.users = new Users(clock, estate, router, other.users);
        this.rules = new Rules(clock, estate, users, router, other.rules);
        this.state = new MemoryStateStore(other.state);
        this.deliveries.addAll(other.deliveries);
        this.calls.addAll(other.calls);
        for (SimulatedPlatform controller : other.controllers) {
            boolean dead = controller.isDead() || killed.equals(Optional.of(controller));
            this.controllers.add(new SimulatedPlatform(this, controller, dead));
        }
        this.disturbed.addAll(other.disturbed);
        this.highestToken = other.highestToken;
        this.calledInAll = other.calledInAll
                - (killed.filter(SimulatedPlatform::isDeciding).isPresent() ? 1 : 0);
    }

    /** A person waits for nobody: time goes by for whoever is interrupted by this, and not for the person. */
    private void visit(Consumer<Deployer> work) {
        Deployer deployer =
                Deployer.silently(anotherController()).as("a person").notWaiting();
        strands.unlimited(() -> {
            try {
                work.accept(deployer);
            } catch (PlatformException e) {
                if (!(e.failure() instanceof Failure.DeadlinePassed)) {
                    throw e;
                }
            }
        });
    }

    private void putLive(String version) {
        EnvironmentName name = new EnvironmentName(draft.application + "-0-1");
        estate.found(name, SimulatedArtifacts.revision(version), draft.liveMachines);
        router.become(TrafficSplit.allTo(name));
        router.isOld();
        rules.settle();
    }

    /** The platform as the first controller sees it. */
    public SimulatedPlatform platform() {
        return controllers.get(0);
    }

    /** How many controllers there were so far. */
    int controllers() {
        return controllers.size();
    }

    /** Whether the controller of that number was killed. */
    boolean isDead(int controller) {
        return controllers.get(controller - 1).isDead();
    }

    /** The same platform, for a further controller: another process, on another machine. */
    public SimulatedPlatform anotherController() {
        SimulatedPlatform another = new SimulatedPlatform(this, controllers.size() + 1);
        controllers.add(another);
        return another;
    }

    /**
     * Another world that is as this one is now and goes its own way from here, on the thread that calls this. Nobody is at work in it yet:
     * {@link #anotherController()} is who goes on.
     *
     * <pre>{@code
     * SimulatedWorld world = simulation.open();
     * Deployer.silently(world.platform()).deploy(orders);
     * Deployer.silently(world.copy().anotherController()).deploy(next);      // and what if …
     * }</pre>
     *
     * @throws IllegalStateException while tasks are half-way, or something is {@linkplain #after due} that is bound to this world
     */
    public SimulatedWorld copy() {
        if (!canBeCopied()) {
            throw new IllegalStateException("Copy " + this
                    + "? Something in it cannot be copied: tasks that are half-way, or what is due by after(…)."
                    + " Copy it when that is over.");
        }
        return copy(Optional.empty());
    }

    boolean canBeCopied() {
        return !strands.isAnyHalfWay() && clock.canBeCopied();
    }

    /** A copy in which that controller was killed at the call that is under way. */
    SimulatedWorld copy(Optional<SimulatedPlatform> killed) {
        return new SimulatedWorld(this, killed);
    }

    /** Holds the world to what this deployment promises: how often machines answer well before they get traffic, the bake, the drain. */
    public void hold(Deployment deployment) {
        estate.demand(HealthDemand.of(deployment));
        rules.hold(deployment);
    }

    /** The time in the world. */
    public Instant now() {
        return clock.now();
    }

    /** How much time has passed since the world began. */
    public Duration elapsed() {
        return Duration.ofNanos(clock.nanos());
    }

    /** Lets time pass; what is due in it happens. */
    public void pass(Duration time) {
        strands.sleep(time);
    }

    /** Something that happens in the world by itself after that time. */
    public void after(Duration time, Runnable event) {
        clock.afterHere(time, event);
    }

    /** The environments that there are. */
    public List<Environment> environments() {
        return estate.list();
    }

    /** Where the router really sends the users. */
    public TrafficSplit routing() {
        return router.actual();
    }

    /** The environment that gets all of the traffic, where it is one. */
    public Optional<Environment> live() {
        return router.actual().sole().flatMap(estate::find);
    }

    /** What users got, from the beginning of the world. */
    public List<TrafficMoment> traffic() {
        return users.moments();
    }

    /** The notifications that were delivered, in order; one that was delivered twice is there twice. */
    public List<Notification> notifications() {
        return deliveries.stream().map(Delivery::notification).toList();
    }

    /** The notifications that were delivered, with the name of the notifier that did. */
    public List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** A notification that reached its receiver. */
    public record Delivery(String notifier, Notification notification) {}

    /** The calls that controllers made, in order, unless the simulation is {@linkplain Simulation#bare() bare}. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The operations of which a call went wrong because a fault was injected. */
    public Set<Operation> disturbed() {
        return Set.copyOf(disturbed);
    }

    /** What happened, for a person: the rules that broke, the calls, and what users got. Long waits are told in short. */
    public String timeline() {
        return Chronicle.of(this);
    }

    /** The rules that were broken, in the order in which that was seen. */
    public List<Violation> violations() {
        return rules.violations();
    }

    /** The state store, as it is: reading it here is no call of a controller. */
    public StateStore state() {
        return state;
    }

    /** How many machines were made in this world. */
    public int machinesMade() {
        return estate.machinesMade();
    }

    /** A machine ends, by itself. */
    public void end(MachineId machine) {
        required(machine).endAt(calledInAll, "its process ended with exit code 137");
    }

    /** A machine answers badly from now on. */
    public void sicken(MachineId machine) {
        required(machine).sick(true);
        changed();
    }

    /** A machine answers well again. */
    public void heal(MachineId machine) {
        required(machine).sick(false);
        changed();
    }

    /** Somebody else, perhaps an autoscaler, brings the environment of a machine to a single machine. */
    public void shrinkEnvironmentOf(MachineId machine) {
        estate.all().values().stream()
                .filter(environment -> environment.machine(machine).isPresent())
                .findFirst()
                .ifPresent(environment -> {
                    environment.shrink(1, calledInAll);
                    estate.resize(environment.name(), 1, Integer.MAX_VALUE);
                });
    }

    /** Somebody else switches the traffic, behind everybody's back. */
    public void reroute(TrafficSplit split) {
        router.become(split);
    }

    private SimulatedMachine required(MachineId machine) {
        return estate.machine(machine)
                .orElseThrow(() -> new IllegalArgumentException("There is no machine " + machine + " in this world."));
    }

    Draft draft() {
        return draft;
    }

    Clock clock() {
        return clock;
    }

    Strands strands() {
        return strands;
    }

    Estate estate() {
        return estate;
    }

    SimulatedRouter router() {
        return router;
    }

    Users users() {
        return users;
    }

    Rules rules() {
        return rules;
    }

    /** Lets an effect pass whose fencing token is not older than one that was seen before. */
    void admit(Operation operation, Object subject, Fence fence) {
        if (draft.fencing) {
            fence.requireNotOlderThan(highestToken, () -> operation + " " + subject);
        }
        highestToken = Math.max(highestToken, fence.token());
        rules.effect(operation, subject, fence);
    }

    void delivered(String notifier, Notification notification) {
        deliveries.add(new Delivery(notifier, notification));
    }

    /** A call of some controller is under way. */
    void called() {
        calledInAll++;
    }

    /** The controller died before it could make the call: the world is as if it had died after the one before. */
    void notCalled() {
        calledInAll--;
    }

    /** Which call of all that controllers make is under way. */
    long calledInAll() {
        return calledInAll;
    }

    void disturbed(Operation operation) {
        disturbed.add(operation);
    }

    /** How often code that makes no calls was run between calls: smoke tests and remedies, which may remember something. */
    public long ownWork() {
        return strands.ownWork();
    }

    boolean isRecording() {
        return draft.recording;
    }

    void record(Call call) {
        calls.add(call);
    }

    void changed() {
        users.look();
    }

    private void switched(TrafficSplit from, TrafficSplit to) {
        users.switched(from, to);
        rules.switched(from, to);
        changed();
    }

    /** The world ends. */
    @Override
    public void close() {
        controllers.forEach(SimulatedPlatform::close);
    }

    /** The application, the time, and where the traffic goes. */
    @Override
    public String toString() {
        return "simulated world of " + draft.application + " at " + clock.now() + ", traffic goes " + routing();
    }
}
