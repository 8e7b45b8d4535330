package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.Response;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.plan.Plan;
import dev.viridian.plan.Situation;
import dev.viridian.plan.Step;
import dev.viridian.report.DeploymentResult;
import dev.viridian.report.NotificationWriter;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.History;
import dev.viridian.state.Journal;
import dev.viridian.state.LastDeployment;
import dev.viridian.state.Lease;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** A deployment that is going on under this lease, newly begun or taken over, and everything that works on it. */
final class OngoingDeployment {
    private final BoundedPlatform platform;
    private final EventLog log;
    private final Progress progress;
    private final Controller controller;
    private final NotificationDesk desk;
    private final Proven proven;
    private final Invariants invariants;
    private final Forgetting forgetting;
    private final Duration patience;

    private OngoingDeployment(Surroundings surroundings, KnownNotifiers notifiers, Lease lease, EventLog log) {
        this.platform = surroundings.platform();
        this.forgetting = new Forgetting(platform, surroundings.keeping());
        this.patience = surroundings.patience();
        this.log = log;
        this.progress = Progress.of(log.events());
        this.controller = new Controller(platform, progress.id(), lease, log);
        this.desk = new NotificationDesk(platform, notifiers, log, controller::keepAlive);
        this.proven = new Proven(progress.started().routing().environments());
        this.invariants = new Invariants(controller, proven, progress.live());
        if (progress.cutOverIntended()) {
            proven.add(progress.candidate(), machinesBefore());
        }
    }

    /** Never fewer than were live before. */
    private int machinesBefore() {
        return progress.live().map(Environment::size).orElse(1);
    }

    /**
     * Begins one; empty when another controller has begun one in the meantime.
     *
     * @param last the one before it
     * @param first makes the first event of its journal
     */
    static Optional<OngoingDeployment> begun(
            Surroundings surroundings,
            KnownNotifiers notifiers,
            Lease lease,
            LastDeployment last,
            Function<DeploymentId, Event.DeploymentStarted> first) {
        return Journal.begin(last, lease, first)
                .map(begun -> new OngoingDeployment(
                        surroundings, notifiers, lease, EventLog.beginning(begun, surroundings.listeners())));
    }

    /** One that another controller left unfinished. */
    static OngoingDeployment takenOver(
            Surroundings surroundings, KnownNotifiers notifiers, Lease lease, Journal.TakenOver takenOver) {
        return new OngoingDeployment(
                surroundings, notifiers, lease, EventLog.carryingOn(takenOver, surroundings.listeners()));
    }

    /** Carries it out, or carries on with it, as its specification says. */
    DeploymentResult carryOut(Deployment deployment, PinnedArtifact artifact) {
        Incident incident = new Incident(log, new NotificationWriter(progress.started()), desk);
        StepRunner runner =
                new StepRunner(controller, Optional.of(artifact), proven, progress.cutOverIntended(), incident::asks);
        return closed(() -> {
            Plan plan = Plan.of(deployment, situation()).afterWaiting(patience);
            return new DeploymentRun(controller, runner, invariants, incident, progress, plan).run();
        });
    }

    /**
     * Brings it to an end without its specification: what is left of it is cleaned up where the new revision was to stay, and otherwise
     * it is rolled back.
     *
     * @param cause why it goes no further
     */
    DeploymentResult settle(Failure cause) {
        if (progress.begunBlindly()) {
            return refuse(cause);
        }
        StepRunner runner = new StepRunner(controller, Optional.empty(), proven, progress.cutOverIntended());
        StepAttempts attempts = new StepAttempts(controller, runner);
        return closed(() -> {
            controller.putBack();
            return progress.successorProven()
                    ? cleanedUp(attempts)
                    : rolledBack(
                            new RollBack(
                                    controller,
                                    attempts,
                                    runner,
                                    invariants,
                                    progress.candidates(),
                                    situation(List.of()),
                                    this::wayBack),
                            cause);
        });
    }

    /** It is refused before anything was touched. */
    DeploymentResult refuse(Failure failure) {
        return closed(() -> new Ending(Outcome.REFUSED, Optional.of(failure)));
    }

    private Ending cleanedUp(StepAttempts attempts) {
        invariants.letFormerGo();
        for (Step step : Plan.cleanUpWithoutDeployment(situation(List.of()), progress.drain())) {
            Optional<Failure> failure = attempts.firmly(step, progress.candidate());
            if (failure.filter(Failure.FencedOff.class::isInstance).isPresent()) {
                return new Ending(Outcome.HALTED, failure);
            }
            failure.ifPresent(left -> controller.emit(at -> new Event.CleanUpFailed(at, step.title(), left.message())));
        }
        return new Ending(Outcome.DEPLOYED, Optional.empty());
    }

    private Ending rolledBack(RollBack rollBack, Failure cause) {
        return progress.rollBack()
                .map(rollBack::carryOn)
                .orElseGet(() -> rollBack.begin(new Response.RollingBack(), cause));
    }

    private List<Step> wayBack(
            TrafficSplit routed, boolean switched, List<EnvironmentName> present, Optional<Duration> quarantine) {
        return Plan.rollBackWithoutDeployment(
                situation(List.of()), progress.drain(), routed, switched, present, quarantine);
    }

    private DeploymentResult closed(Supplier<Ending> run) {
        Ending ending;
        try {
            ending = run.get();
        } catch (PlatformException e) {
            ending = new Ending(Outcome.HALTED, Optional.of(e.failure()));
        }
        Settlement settlement = new Settlement(History.of(platform.state(), platform.application()), desk);
        DeploymentResult result = new Closing(controller, log, settlement, invariants).of(ending, progress.started());
        if (result.failure().filter(Failure.FencedOff.class::isInstance).isEmpty()) {
            forgetting.after(result);
        }
        return result;
    }

    /** What was found when it began. Candidates that were torn down, or were about to be, are to be removed before the next is made. */
    private Situation situation() {
        return situation(
                progress.takenOver() ? stillThere() : progress.started().leftBehind());
    }

    private Situation situation(List<EnvironmentName> leftBehind) {
        return progress.situation(leftBehind, platform.traffic().stragglersComeFor());
    }

    private List<EnvironmentName> stillThere() {
        Set<EnvironmentName> removable = new HashSet<>(progress.started().leftBehind());
        removable.addAll(progress.candidates());
        removable.remove(progress.candidate());
        return controller
                .ask(() -> "list environments", asked -> asked.environments().sizes())
                .keySet()
                .stream()
                .filter(removable::contains)
                .toList();
    }
}
