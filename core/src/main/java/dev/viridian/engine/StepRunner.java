package dev.viridian.engine;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.event.Event;
import dev.viridian.plan.Step;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Performs one step, whatever it is: here is the list of all there are. */
final class StepRunner {
    /** How long a router that was read back several times may show something else once more. */
    private static final Duration UNTIL_ROUTER_KNOWS = Duration.ofMinutes(1);

    private final Controller controller;
    private final Optional<PinnedArtifact> artifact;
    private final Proven proven;
    private final Cutover cutover;
    private final Consumer<Step.AwaitApproval> asking;

    /**
     * For one deployment.
     *
     * @param artifact what is deployed; empty where nobody knows it any more and nothing is made
     * @param cutOverBegun whether an earlier controller may have told the router to switch
     */
    StepRunner(Controller controller, Optional<PinnedArtifact> artifact, Proven proven, boolean cutOverBegun) {
        this(controller, artifact, proven, cutOverBegun, step -> {});
    }

    /**
     * For one deployment that may ask for approval.
     *
     * @param artifact what is deployed; empty where nobody knows it any more and nothing is made
     * @param cutOverBegun whether an earlier controller may have told the router to switch
     * @param asking tells whoever may approve
     */
    StepRunner(
            Controller controller,
            Optional<PinnedArtifact> artifact,
            Proven proven,
            boolean cutOverBegun,
            Consumer<Step.AwaitApproval> asking) {
        this.asking = asking;
        this.controller = controller;
        this.artifact = artifact;
        this.proven = proven;
        this.cutover = new Cutover(controller, proven, cutOverBegun);
    }

    /** Whether the router was ever told to switch: from then on users may depend on the candidate. */
    boolean cutOverBegun() {
        return cutover.begun();
    }

    /** Whether the router was told to switch and may do so at any moment. */
    boolean switchMayBeMadeLate() {
        return cutover.mayBeMadeLate();
    }

    /** Until when a switch that got no answer may still be made; long ago where there was none. */
    Instant switchLandsUntil() {
        return cutover.landsUntil();
    }

    void perform(Step step) {
        if (step instanceof Step.CreateEnvironment create) {
            create(create);
        } else if (step instanceof Step.RestoreCapacity restore) {
            restore(restore);
        } else if (step instanceof Step.ReplaceMachine replace) {
            replace(replace.environment(), replace.machine(), replace.deadline());
        } else if (step instanceof Step.AwaitHealthy await) {
            awaitHealthy(await);
        } else if (step instanceof Step.AwaitRunning await) {
            new RunningWatch(controller).await(await);
        } else if (step instanceof Step.RunSmokeTest test) {
            new SmokeTestRun(controller, environment(test.environment()), test.smokeTest()).run();
        } else if (step instanceof Step.AwaitApproval await) {
            new HoldWatch(controller).untilApproved(await, () -> asking.accept(await));
        } else if (step instanceof Step.CutOver cutOver) {
            cutover.perform(cutOver);
        } else if (step instanceof Step.ProveCutover prove) {
            cutover.prove(prove);
        } else if (step instanceof Step.Bake bake) {
            bake(bake);
        } else if (step instanceof Step.KeepWarm keep) {
            watch(keep.watched(), keep.checks(), keep.time(), () -> {});
        } else if (step instanceof Step.Drain drain) {
            drain(drain);
        } else if (step instanceof Step.Retire retire) {
            retire(retire);
        } else if (step instanceof Step.Quarantine quarantine) {
            quarantine(quarantine);
        } else {
            throw new AssertionError("No way to perform " + step);
        }
    }

    private void bake(Step.Bake step) {
        ConditionWatch conditions =
                new ConditionWatch(controller, step.environment(), step.conditions(), HealthWatch.calmly(step.time()));
        watch(step.environment(), step.checks(), step.time(), conditions::lookWhenDue);
        conditions.requireWell();
    }

    /** As many machines as it was proven on must be well at the end, and one at least. */
    private void watch(EnvironmentName environment, List<HealthCheck> checks, Duration time, Runnable eachRound) {
        int machines = Math.max(1, proven.machines(environment));
        new HealthWatch(controller, environment, checks).watch(time, machines, eachRound);
    }

    private void create(Step.CreateEnvironment step) {
        PinnedArtifact made = artifact.orElseThrow(() -> new AssertionError("Nothing is made without an artifact."));
        controller.perform(
                step.title(),
                step.deadline(),
                fence -> controller
                        .platform()
                        .environments()
                        .create(new EnvironmentSpec(step.environment(), made, step.machines()), fence));
    }

    private void awaitHealthy(Step.AwaitHealthy step) {
        new HealthWatch(controller, step.environment(), step.checks()).await(step.machines());
        proven.add(step.environment(), step.machines());
        controller.emit(at -> new Event.EnvironmentProven(at, step.environment(), step.machines()));
    }

    private void restore(Step.RestoreCapacity step) {
        Environment found = environment(step.environment());
        for (Machine machine : found.machines()) {
            if (machine.state() == Machine.State.FAILED) {
                replace(step.environment(), machine.id(), step.deadline());
            }
        }
        if (found.size() < step.machines() || found.machines().size() < step.machines()) {
            controller.perform(
                    "resize " + step.environment() + " to " + step.machines(),
                    step.deadline(),
                    fence -> controller.platform().environments().resize(step.environment(), step.machines(), fence));
        }
    }

    private void replace(EnvironmentName environment, MachineId machine, Duration limit) {
        controller.perform(
                "replace machine " + machine,
                limit,
                fence -> controller.platform().environments().replace(environment, machine, fence));
    }

    /** On the way back a router that was believed wrongly is told again. */
    private void drain(Step.Drain step) {
        if (!isLeft(step) && cutover.repeated(step.environment())) {
            isLeft(step);
        }
    }

    private boolean isLeft(Step.Drain step) {
        return new DrainWatch(controller, step, cutover.awaySince(step.environment())).await();
    }

    private void retire(Step.Retire step) {
        awaitNoTraffic(step.environment());
        controller.perform(
                step.title(),
                step.deadline(),
                fence -> controller.platform().environments().destroy(step.environment(), fence));
    }

    /** A router may show for a while what was true before. */
    private void awaitNoTraffic(EnvironmentName environment) {
        Instant end = controller.now().plus(UNTIL_ROUTER_KNOWS);
        while (controller.routing().reaches(environment)) {
            if (!controller.now().isBefore(end)) {
                throw new PlatformException(new Failure.InvariantBroken(
                        3, environment + " was to be removed, but the router still sends traffic to it. It stays."));
            }
            controller.pause(controller.platform().pace());
        }
    }

    private void quarantine(Step.Quarantine step) {
        cutover.outlastUnanswered();
        Instant until = controller.now().plus(step.keep());
        controller.perform(
                step.title(),
                step.deadline(),
                fence -> Quarantines.in(controller.platform().state()).put(step.environment(), until));
        controller.emit(at -> new Event.Quarantined(at, step.environment(), until));
    }

    private Environment environment(EnvironmentName name) {
        return controller
                .ask(() -> "find " + name, platform -> platform.environments().find(name))
                .orElseThrow(() ->
                        PlatformException.refused("find environment " + name, "there is none of that name any more."));
    }

    /** The health checks, none of them for longer than that. */
    static List<HealthCheck> within(Duration limit, List<HealthCheck> checks) {
        return checks.stream()
                .map(check -> check.cadence().within().compareTo(limit) > 0 ? check.within(limit) : check)
                .toList();
    }

    /** The health checks, each with one good answer being enough, and no longer than one answer takes. */
    static List<HealthCheck> once(List<HealthCheck> checks) {
        return checks.stream()
                .map(check -> check.consecutively(1).within(check.cadence().timeout()))
                .toList();
    }
}
