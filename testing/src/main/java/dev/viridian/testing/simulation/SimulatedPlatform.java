package dev.viridian.testing.simulation;

import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Controllers;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import java.time.Duration;
import java.util.Optional;

/**
 * A simulated world as one controller sees it. Each call goes through a gate where faults are injected; without any, the platform keeps
 * its contract like every other.
 *
 * <p>Notifications are not sent: they are written down in the world. Only a {@link RecordingNotifier} is told.
 */
public final class SimulatedPlatform implements Platform {
    private final SimulatedWorld world;
    private final int controller;
    private final Gate gate;
    private final Environments environments;
    private final TrafficRouter traffic;
    private final StateStore state;
    private final ArtifactStore artifacts;
    private final Probes probes;
    private final Time time;
    private final Controllers controllers;

    SimulatedPlatform(SimulatedWorld world, int controller) {
        this(world, controller, new Gate(world, controller));
    }

    /** The same in a copy of the world. */
    SimulatedPlatform(SimulatedWorld copy, SimulatedPlatform other, boolean dead) {
        this(copy, other.controller, new Gate(copy, other.gate, dead));
    }

    private SimulatedPlatform(SimulatedWorld world, int controller, Gate gate) {
        this.world = world;
        this.controller = controller;
        this.gate = gate;
        TrafficPort port = new TrafficPort(world, gate);
        this.environments = new EnvironmentsPort(world, gate, port);
        this.traffic = port;
        this.state = new StatePort(world.state(), gate);
        this.artifacts = new ArtifactsPort(new SimulatedArtifacts(world.draft().refusedArtifacts), gate);
        this.probes = new ProbesPort(new SimulatedProbes(world), gate);
        this.time = new TimePort(world, gate);
        this.controllers = world.draft().seeingDeaths ? new ControllersPort(world, controller) : Controllers.unknown();
    }

    /** Lets this decide from now on which of this controller's calls go wrong. */
    public void inject(FaultInjector injector) {
        gate.inject(injector);
    }

    /** What happens when another controller takes over while this one is paused at a call. */
    public void onTakeover(Runnable takeover) {
        gate.onTakeover(takeover);
    }

    /**
     * The world as it would be if this controller were killed at the call that is under way, to be asked by its {@link FaultInjector} before
     * the call or after it. It goes its own way from there, and this one goes on unharmed.
     *
     * @return empty where more than the controller would have to stop: other tasks are half-way, or something is {@linkplain
     *     SimulatedWorld#after due} that is bound to this world
     */
    public Optional<SimulatedWorld> worldIfKilled() {
        return world.canBeCopied() ? Optional.of(world.copy(Optional.of(this))) : Optional.empty();
    }

    /** Whether it has begun a call that it has not made yet. */
    boolean isDeciding() {
        return gate.isDeciding();
    }

    /** Whether this controller was killed. */
    boolean isDead() {
        return gate.isDead();
    }

    /** Which controller of its world this is, from 1; {@link Call#controller()} says so of its calls. */
    public int controller() {
        return controller;
    }

    /** How many calls this controller has made. */
    public int calls() {
        return gate.calls();
    }

    /** The world. */
    public SimulatedWorld world() {
        return world;
    }

    @Override
    public String application() {
        return world.draft().application;
    }

    @Override
    public Environments environments() {
        return environments;
    }

    @Override
    public TrafficRouter traffic() {
        return traffic;
    }

    @Override
    public StateStore state() {
        return state;
    }

    @Override
    public ArtifactStore artifacts() {
        return artifacts;
    }

    @Override
    public Probes probes() {
        return probes;
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public Tasks tasks() {
        return world.strands();
    }

    /** A controller that was killed is known to be dead, unless {@linkplain Simulation#withoutSeeingDeaths() nobody can tell}. */
    @Override
    public Controllers controllers() {
        return controllers;
    }

    @Override
    public Duration pace() {
        return world.draft().pace;
    }

    @Override
    public void deliver(Notifier notifier, Notification notification) throws Exception {
        String name = RecordingNotifier.nameOf(notifier);
        gate.deliver(name, () -> world.delivered(name, notification));
        if (notifier instanceof RecordingNotifier recording) {
            recording.send(notification);
        }
    }

    /** Nothing is held. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return world.toString();
    }
}
