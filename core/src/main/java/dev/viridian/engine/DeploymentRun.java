package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.Remedy;
import dev.viridian.Response;
import dev.viridian.event.Event;
import dev.viridian.plan.Plan;
import dev.viridian.plan.Step;
import dev.viridian.spi.PlatformException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One deployment from its first step to its outcome: the loop around the plan, and the ladder of responses in it. */
final class DeploymentRun {
    private final Controller controller;
    private final StepRunner runner;
    private final StepAttempts attempts;
    private final Invariants invariants;
    private final Ladder ladder;
    private final Incident incident;
    private final Progress before;
    private Plan plan;
    private int position;
    private boolean successorProven;

    /**
     * A run of a plan.
     *
     * @param before how far earlier controllers have come
     * @param plan the plan for the attempt that they have come to
     */
    DeploymentRun(
            Controller controller,
            StepRunner runner,
            Invariants invariants,
            Incident incident,
            Progress before,
            Plan plan) {
        this.controller = controller;
        this.runner = runner;
        this.attempts = new StepAttempts(controller, runner);
        this.invariants = invariants;
        this.incident = incident;
        this.before = before;
        this.ladder = Ladder.partlySpent(
                plan.deployment().onFailure().responses(), before.machinesRebuilt(), before.candidatesRebuilt());
        this.plan = plan;
    }

    Ending run() {
        if (before.rollBack().isPresent()) {
            return wayBack().carryOn(before.rollBack().get());
        }
        controller.stopAfter(plan.forwardLimit(), before.spent());
        planned((before.takenOver() ? "to carry on with " : "for ") + plan.deployment());
        begin();
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
        letFormerGo();
        return new Ending(Outcome.DEPLOYED, Optional.empty());
    }

    /** Where an earlier controller may have cut over, that is where to go on: the candidate was proven. All before is done again. */
    private void begin() {
        if (before.cutOverIntended()) {
            goTo(before.machineRebuiltSinceCutOver() ? Step.AwaitHealthy.class : Step.CutOver.class);
        }
        if (before.successorProven()) {
            successorProven = true;
            invariants.letFormerGo();
            controller.beyondAborting();
            do {
                position++;
            } while (position < plan.steps().size()
                    && !plan.steps().get(position).cleansUp());
        }
    }

    private Optional<Failure> attempt(Step step) {
        if (!step.cleansUp()) {
            return attempts.once(step, invariants::check, suspect(step));
        }
        if (runner.cutOverBegun()) {
            letFormerGo();
        }
        return attempts.firmly(
                step, suspect(step), () -> incident.failed(plan.steps().size() - position));
    }

    private void letFormerGo() {
        if (!successorProven) {
            successorProven = true;
            invariants.letFormerGo();
            controller.beyondAborting();
            controller.emit(at -> new Event.SuccessorProven(at, plan.situation().candidate()));
        }
    }

    private Optional<Ending> respond(Step step, Failure failure) {
        if (failure instanceof Failure.FencedOff) {
            return Optional.of(new Ending(Outcome.HALTED, Optional.of(failure)));
        }
        if (failure instanceof Failure.Aborted) {
            return Optional.of(rollBack(new Response.RollingBack(), failure));
        }
        if (step.cleansUp()) {
            controller.emit(at -> new Event.CleanUpFailed(at, step.title(), failure.message()));
            incident.toldWithTheOutcome();
            position++;
            return Optional.empty();
        }
        incident.failed(plan.steps().size() - position);
        Ladder.Move move = ladder.next(step, failure, users());
        chosen(step, move);
        try {
            return carryOut(move, step, failure);
        } catch (PlatformException e) {
            return Optional.of(rollBack(new Response.RollingBack(), e.failure()));
        }
    }

    private Ladder.Users users() {
        if (runner.switchMayBeMadeLate()) {
            return Ladder.Users.MAY_COME;
        }
        return runner.cutOverBegun() ? Ladder.Users.THERE : Ladder.Users.ELSEWHERE;
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
            controller.bounded(() -> "apply the remedy '" + remedy.name() + "'", remedy.deadline(), () -> {
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
        goTo(Step.AwaitHealthy.class);
        ladder.stepSucceeded();
    }

    private void goTo(Class<? extends Step> kind) {
        position = 0;
        while (!kind.isInstance(plan.steps().get(position))) {
            position++;
        }
    }

    private void nextCandidate() {
        plan = plan.rebuilt();
        position = 0;
        ladder.stepSucceeded();
        planned("again with a new candidate, " + plan.situation().candidate());
    }

    private Ending rollBack(Response lastResort, Failure cause) {
        return wayBack().begin(lastResort, cause);
    }

    private RollBack wayBack() {
        List<EnvironmentName> candidates = IntStream.rangeClosed(
                        1, plan.situation().attempt())
                .mapToObj(plan.situation().id()::environment)
                .toList();
        return new RollBack(controller, attempts, runner, invariants, candidates, plan.situation(), plan::rollBack);
    }

    private EnvironmentName suspect(Step step) {
        return step instanceof Step.AwaitHealthy await
                ? await.environment()
                : plan.situation().candidate();
    }

    private void planned(String why) {
        List<String> titles = plan.steps().stream().map(Step::title).toList();
        controller.emit(at -> new Event.PlanMade(at, why, titles, plan.worstCase()));
    }

    private void chosen(Step step, Ladder.Move move) {
        controller.emit(at -> new Event.ResponseChosen(at, step.title(), move.choice(), move.toString()));
    }
}
