package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.Remedy;
import dev.viridian.Response;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.plan.Plan;
import dev.viridian.plan.Step;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One deployment from its first step to its outcome: the loop around the plan, and the ladder of responses in it. */
final class DeploymentRun {
    private final Controller controller;
    private final StepRunner runner;
    private final StepAttempts attempts;
    private final Invariants invariants;
    private final Ladder ladder;
    private final Incident incident;
    private final Set<EnvironmentName> made = new TreeSet<>();
    private Plan plan;
    private int position;

    DeploymentRun(
            Controller controller,
            StepRunner runner,
            Invariants invariants,
            Incident incident,
            Deployment deployment,
            Plan plan) {
        this.controller = controller;
        this.runner = runner;
        this.attempts = new StepAttempts(controller, runner);
        this.invariants = invariants;
        this.incident = incident;
        this.ladder = new Ladder(deployment.onFailure().responses());
        this.plan = plan;
    }

    /** How it ended, and of what it failed. */
    record Ending(Outcome outcome, Optional<Failure> failure) {}

    Ending run() {
        controller.stopAfter(plan.forwardLimit());
        try {
            planned("for " + plan.deployment());
        } catch (PlatformException e) {
            return rollBack(new Response.RollingBack(), e.failure());
        }
        while (position < plan.steps().size()) {
            Step step = plan.steps().get(position);
            Optional<Failure> failure = attempt(step);
            if (failure.isEmpty()) {
                position++;
                ladder.stepSucceeded();
                incident.progressed(plan.steps().size() - position);
                continue;
            }
            Optional<Ending> ending = respond(step, failure.get());
            if (ending.isPresent()) {
                return ending.get();
            }
        }
        return new Ending(Outcome.DEPLOYED, Optional.empty());
    }

    private Optional<Failure> attempt(Step step) {
        made.add(plan.situation().candidate());
        if (!step.cleansUp()) {
            return attempts.once(step, invariants::check, suspect(step));
        }
        if (position > 0 && runner.cutOverBegun()) {
            invariants.letFormerGo();
        }
        return attempts.firmly(step, suspect(step));
    }

    private Optional<Ending> respond(Step step, Failure failure) {
        if (failure instanceof Failure.FencedOff) {
            return Optional.of(new Ending(Outcome.HALTED, Optional.of(failure)));
        }
        if (step.cleansUp()) {
            controller.emitIfPossible(at -> new Event.CleanUpFailed(at, step.title(), failure.message()));
            position++;
            return Optional.empty();
        }
        incident.failed(plan.steps().size() - position);
        Ladder.Move move = ladder.next(step, failure, runner.cutOverBegun());
        chosen(step, move);
        try {
            return carryOut(move, step, failure);
        } catch (PlatformException e) {
            return Optional.of(rollBack(new Response.RollingBack(), e.failure()));
        }
    }

    private Optional<Ending> carryOut(Ladder.Move move, Step step, Failure failure) {
        if (move instanceof Ladder.Retry retry) {
            controller.pause(retry.delay());
            return Optional.empty();
        } else if (move instanceof Ladder.Apply apply) {
            return apply(apply.remedy(), step, failure);
        } else if (move instanceof Ladder.ReplaceMachine replace) {
            return anew(plan.replacing(replace.machine()), this::backToAwaitingHealth);
        } else if (move instanceof Ladder.RebuildCandidate) {
            return anew(plan.discarding(), this::nextCandidate);
        } else if (move instanceof Ladder.GiveUp giveUp) {
            return Optional.of(rollBack(giveUp.lastResort(), failure));
        }
        throw new AssertionError("No way to carry out " + move);
    }

    /** A remedy that fails is spent: the next response in order is asked at once, without trying the step again. */
    private Optional<Ending> apply(Remedy remedy, Step step, Failure failure) {
        try {
            controller.bounded("apply the remedy '" + remedy.name() + "'", remedy.deadline(), () -> {
                remedy.action().apply(failure);
                return true;
            });
            return Optional.empty();
        } catch (PlatformException e) {
            controller.emit(
                    at -> new Event.RemedyFailed(at, remedy.name(), e.failure().message()));
            return respond(step, failure);
        }
    }

    private Optional<Ending> anew(Step tearingDown, Runnable then) {
        Optional<Failure> failure =
                attempts.firmly(tearingDown, plan.situation().candidate());
        if (failure.isPresent()) {
            return Optional.of(rollBack(new Response.RollingBack(), failure.get()));
        }
        then.run();
        return Optional.empty();
    }

    private void backToAwaitingHealth() {
        while (position > 0 && !(plan.steps().get(position) instanceof Step.AwaitHealthy)) {
            position--;
        }
        ladder.stepSucceeded();
    }

    private void nextCandidate() {
        plan = plan.rebuilt();
        position = 0;
        ladder.stepSucceeded();
        planned("again with a new candidate, " + plan.situation().candidate());
    }

    private Ending rollBack(Response lastResort, Failure cause) {
        if (cause instanceof Failure.FencedOff || lastResort instanceof Response.Halting) {
            return new Ending(Outcome.HALTED, Optional.of(cause));
        }
        controller.putBack();
        Optional<Duration> quarantine =
                lastResort instanceof Response.Quarantining kept ? Optional.of(kept.keep()) : Optional.empty();
        try {
            TrafficSplit routed = controller.ask(
                    "read the routing", platform -> platform.traffic().observed());
            List<Step> steps = plan.rollBack(routed, runner.cutOverBegun(), present(), quarantine);
            controller.emit(at -> new Event.PlanMade(at, "to roll back", titles(steps), plan.worstCase()));
            for (Step step : steps) {
                Optional<Failure> failure = attempts.firmly(step, suspect(step));
                if (failure.isPresent() && !step.cleansUp()) {
                    return new Ending(Outcome.HALTED, failure);
                }
                failure.ifPresent(
                        left -> controller.emit(at -> new Event.CleanUpFailed(at, step.title(), left.message())));
            }
            invariants.check();
            return new Ending(quarantine.isPresent() ? Outcome.QUARANTINED : Outcome.ROLLED_BACK, Optional.of(cause));
        } catch (PlatformException e) {
            return new Ending(Outcome.HALTED, Optional.of(e.failure()));
        }
    }

    /** The candidates that this deployment made and that are there now. */
    private List<EnvironmentName> present() {
        return controller
                .ask("list environments", platform -> platform.environments().list())
                .stream()
                .map(Environment::name)
                .filter(made::contains)
                .toList();
    }

    private EnvironmentName suspect(Step step) {
        return step instanceof Step.AwaitHealthy await
                ? await.environment()
                : plan.situation().candidate();
    }

    private void planned(String why) {
        controller.emit(at -> new Event.PlanMade(at, why, titles(plan.steps()), plan.worstCase()));
    }

    private void chosen(Step step, Ladder.Move move) {
        controller.emitIfPossible(at -> new Event.ResponseChosen(at, step.title(), move.toString()));
    }

    private static List<String> titles(List<Step> steps) {
        List<String> titles = new ArrayList<>();
        steps.forEach(step -> titles.add(step.title()));
        return titles;
    }
}
