package dev.viridian.engine;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.Response;
import dev.viridian.event.Event;
import dev.viridian.plan.Step;
import dev.viridian.report.Fingerprint;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries steps: writes down how each try went, and gathers evidence where it failed. */
final class StepAttempts {
    /** What steps that put things back or clean up get, whatever the deployment says of failures. */
    private static final List<Response> FIRMLY = List.of(new Response.Retrying(3, Duration.ofSeconds(1)));

    private final Controller controller;
    private final StepRunner runner;
    private final Map<String, Integer> attempts = new HashMap<>();

    /** What could not be drained is not removed, either. */
    private final Map<EnvironmentName, Failure> undrained = new HashMap<>();

    StepAttempts(Controller controller, StepRunner runner) {
        this.controller = controller;
        this.runner = runner;
    }

    /**
     * Tries the step once.
     *
     * @param afterwards looks whether the rules still hold; the step has not succeeded before it returns
     * @param suspect the environment to examine when no other is named
     */
    Optional<Failure> once(Step step, Runnable afterwards, EnvironmentName suspect) {
        String title = step.title();
        int attempt = attempts.merge(title, 1, Integer::sum);
        Instant start = controller.latest();
        try {
            controller.emit(at -> new Event.StepStarted(at, title, attempt));
            controller.requireNotAborted();
            runner.perform(step);
            afterwards.run();
            controller.emit(at -> new Event.StepSucceeded(at, title, Duration.between(start, at)));
            return Optional.empty();
        } catch (PlatformException e) {
            return Optional.of(recorded(step, attempt, e.failure(), suspect));
        } catch (RuntimeException e) {
            return Optional.of(recorded(step, attempt, Failures.of(title, e), suspect));
        }
    }

    /** Tries the step until it succeeds or three retries are spent. */
    Optional<Failure> firmly(Step step, EnvironmentName suspect) {
        return firmly(step, suspect, () -> {});
    }

    /**
     * Tries the step until it succeeds or three retries are spent.
     *
     * @param beforeRetry told before each try but the first
     */
    Optional<Failure> firmly(Step step, EnvironmentName suspect, Runnable beforeRetry) {
        if (step instanceof Step.Retire retire && undrained.containsKey(retire.environment())) {
            return Optional.of(new Failure.CallFailed(
                    step.title(),
                    "it was not drained, so users may still be there: "
                            + undrained.get(retire.environment()).message()
                            + " It stays until the next deployment removes it.",
                    false));
        }
        Optional<Failure> failure = repeatedly(step, suspect, beforeRetry);
        if (step instanceof Step.Drain drain) {
            failure.ifPresent(why -> undrained.put(drain.environment(), why));
        }
        return failure;
    }

    private Optional<Failure> repeatedly(Step step, EnvironmentName suspect, Runnable beforeRetry) {
        Ladder ladder = new Ladder(FIRMLY);
        while (true) {
            Optional<Failure> failure = once(step, () -> {}, suspect);
            if (failure.isEmpty() || failure.get() instanceof Failure.FencedOff) {
                return failure;
            }
            if (!(ladder.next(step, failure.get(), Ladder.Users.THERE) instanceof Ladder.Retry retry)) {
                return failure;
            }
            beforeRetry.run();
            controller.pause(retry.delay());
        }
    }

    private Failure recorded(Step step, int attempt, Failure failure, EnvironmentName suspect) {
        if (failure instanceof Failure.FencedOff || failure instanceof Failure.Aborted) {
            return failure;
        }
        Evidence evidence = evidence(failure, suspect);
        controller.emit(at -> failed(at, step, attempt, failure, evidence));
        return failure;
    }

    private static Event.StepFailed failed(Instant at, Step step, int attempt, Failure failure, Evidence evidence) {
        return new Event.StepFailed(
                at,
                step.title(),
                attempt,
                failure.getClass().getSimpleName(),
                failure.message(),
                failure.machine(),
                evidence,
                Fingerprint.of(step.getClass().getSimpleName(), failure));
    }

    private Evidence evidence(Failure failure, EnvironmentName suspect) {
        try {
            Optional<Environment> environment = controller.ask(
                    () -> "find " + suspect, platform -> platform.environments().find(suspect));
            Optional<MachineId> machine = failure.machine()
                    .or(() -> environment
                            .flatMap(found -> found.machines().stream().findFirst())
                            .map(first -> first.id()));
            return machine.map(id -> controller.ask(
                            () -> "examine " + id,
                            platform -> platform.environments().examine(suspect, id)))
                    .orElse(Evidence.none());
        } catch (PlatformException e) {
            return Evidence.of(
                    "no evidence", "It could not be gathered: " + e.failure().message());
        }
    }
}
