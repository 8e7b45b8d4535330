package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.Response;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.plan.Plan;
import dev.viridian.plan.Situation;
import dev.viridian.plan.Step;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The way back: from what is observed now to what was live before, whoever began it. */
final class RollBack {
    private final Controller controller;
    private final StepAttempts attempts;
    private final StepRunner runner;
    private final Invariants invariants;
    private final List<EnvironmentName> candidates;
    private final Situation situation;
    private final Way way;
    private boolean leftOver;

    /**
     * For one deployment.
     *
     * @param candidates all that it may have made, the present one last
     * @param situation what was found when it began
     * @param way makes the steps back
     */
    RollBack(
            Controller controller,
            StepAttempts attempts,
            StepRunner runner,
            Invariants invariants,
            List<EnvironmentName> candidates,
            Situation situation,
            Way way) {
        this.controller = controller;
        this.attempts = attempts;
        this.runner = runner;
        this.invariants = invariants;
        this.candidates = List.copyOf(candidates);
        this.situation = situation;
        this.way = way;
    }

    /** Makes the steps back. */
    interface Way {
        List<Step> steps(
                TrafficSplit routed, boolean switched, List<EnvironmentName> present, Optional<Duration> quarantine);
    }

    Ending begin(Response lastResort, Failure cause) {
        if (cause instanceof Failure.FencedOff || lastResort instanceof Response.Halting) {
            return new Ending(Outcome.HALTED, Optional.of(cause));
        }
        Optional<Duration> quarantine =
                lastResort instanceof Response.Quarantining kept ? Optional.of(kept.keep()) : Optional.empty();
        controller.putBack();
        controller.emit(at -> new Event.RollBackBegun(at, cause, quarantine));
        return carryOut(cause, quarantine);
    }

    /** Goes on with what another controller began. */
    Ending carryOn(Event.RollBackBegun begun) {
        controller.putBack();
        return carryOut(begun.cause(), begun.quarantine());
    }

    private Ending carryOut(Failure cause, Optional<Duration> quarantine) {
        try {
            Optional<Failure> problem = wayThere(quarantine);
            if (problem.isEmpty() && calledAway().isPresent()) {
                problem = wayThere(quarantine).or(this::calledAway);
            }
            if (problem.isPresent()) {
                return new Ending(Outcome.HALTED, problem);
            }
            return new Ending(quarantine.isPresent() ? Outcome.QUARANTINED : Outcome.ROLLED_BACK, Optional.of(cause));
        } catch (PlatformException e) {
            return new Ending(Outcome.HALTED, Optional.of(e.failure()));
        }
    }

    /** Why it could not be gone to its end. What could not be cleaned up is reported, and keeps nobody from going on. */
    private Optional<Failure> wayThere(Optional<Duration> quarantine) {
        leftOver = false;
        for (Step step : planned(quarantine)) {
            Optional<Failure> failure = attempts.firmly(step, suspect(step));
            if (failure.filter(problem -> isTheEnd(problem, step)).isPresent()) {
                return failure;
            }
            failure.ifPresent(left -> controller.emit(at -> new Event.CleanUpFailed(at, step.title(), left.message())));
            leftOver |= failure.isPresent();
        }
        return restored();
    }

    /**
     * An earlier switch to a candidate may be made late, when the traffic was back already. Where something could not be removed there is still something to
     * switch to, and the router may be the reason, whatever it showed: it is looked at for longer.
     */
    private Optional<Failure> calledAway() {
        Instant end = leftOver ? untilBelieved() : controller.now();
        while (true) {
            TrafficSplit routing = invariants.check();
            if (candidates.stream().anyMatch(routing::reaches)) {
                return Optional.of(new Failure.InvariantBroken(
                        1,
                        "the traffic was back, and goes " + routing
                                + " now: an earlier switch was made late, or somebody made one."));
            }
            if (!controller.now().isBefore(end)) {
                return Optional.empty();
            }
            controller.pauseForRouter(false);
        }
    }

    private Instant untilBelieved() {
        Instant believed = controller.now().plus(Closing.UNTIL_BELIEVED);
        Instant landed = runner.switchLandsUntil();
        return landed.isAfter(believed) ? landed : believed;
    }

    /** Somebody may have made it smaller, or a machine of it ended, after it was proven again and before it had the traffic. */
    private Optional<Failure> restored() {
        return invariants.reducedFormer().flatMap(former -> attempts.firmly(Plan.restoring(former), former.name()));
    }

    /** What is left over is reported; where another controller has taken over, all of it is that one's matter. */
    private static boolean isTheEnd(Failure problem, Step step) {
        return !step.cleansUp() || problem instanceof Failure.FencedOff;
    }

    private List<Step> planned(Optional<Duration> quarantine) {
        TrafficSplit routed = controller.routing();
        List<EnvironmentName> present = present();
        boolean switched = runner.cutOverBegun() || present.stream().anyMatch(routed::reaches);
        situation.home(switched).ifPresent(invariants::keep);
        List<Step> steps = way.steps(routed, runner.cutOverBegun(), present, quarantine);
        controller.emit(at -> new Event.PlanMade(
                at, "to roll back", steps.stream().map(Step::title).toList(), Plan.limitOf(steps)));
        return steps;
    }

    /** The candidates that are there now: a list may leave one out that is found by its name, or the other way round. */
    private List<EnvironmentName> present() {
        Set<EnvironmentName> listed = controller
                .ask(
                        () -> "list environments",
                        platform -> platform.environments().sizes())
                .keySet();
        return candidates.stream()
                .filter(name -> listed.contains(name) || isFound(name))
                .toList();
    }

    private boolean isFound(EnvironmentName name) {
        return controller
                .ask(() -> "find " + name, platform -> platform.environments().size(name))
                .isPresent();
    }

    private EnvironmentName suspect(Step step) {
        if (step instanceof Step.AwaitHealthy await) {
            return await.environment();
        } else if (step instanceof Step.AwaitRunning await) {
            return await.environment();
        }
        return candidates.get(candidates.size() - 1);
    }
}
