package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.HttpProbe;
import dev.viridian.Machine;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.plan.Step;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Switches the traffic, and believes it only when the router shows it and the users' entry answers so. */
final class Cutover {
    private static final ProbeQuestions.Patience ENTRY_PATIENCE = ProbeQuestions.Patience.of(Duration.ofSeconds(5));

    /** How long after nobody waited for its answer any more a switch may still be made. */
    private static final Duration UNTIL_LANDED = Duration.ofMinutes(2);

    private final Controller controller;
    private final Proven proven;
    private boolean begun;
    private boolean flapping;
    private Optional<Step.CutOver> last = Optional.empty();
    private Optional<Instant> observedAt = Optional.empty();
    private Instant landsUntil = Instant.MIN;

    Cutover(Controller controller, Proven proven, boolean begun) {
        this.controller = controller;
        this.proven = proven;
        this.begun = begun;
    }

    void perform(Step.CutOver step) {
        if (!begun && !step.checks().isEmpty()) {
            new HoldWatch(controller).whilePaused();
        }
        Waiting waiting = new Waiting(controller);
        if (!step.checks().isEmpty()) {
            requireWell(step);
        }
        begun = true;
        last = Optional.of(step);
        observedAt = Optional.empty();
        route(step);
        awaitRouting(step.to(), waiting, step.deadline());
        observedAt = Optional.of(controller.now());
        if (step.to().environments().isEmpty()) {
            outlastUnanswered();
        }
    }

    /** Since when the router is known to send nothing to it, where that was seen here. */
    Optional<Instant> awaySince(EnvironmentName environment) {
        return last.filter(step -> !step.to().reaches(environment)).flatMap(step -> observedAt);
    }

    /**
     * Tells the router once more to leave it; false where it was not told so here, or is to send users to something new, which would have
     * to be baked again.
     */
    boolean repeated(EnvironmentName left) {
        Optional<Step.CutOver> leaving =
                last.filter(step -> step.checks().isEmpty() && !step.to().reaches(left));
        leaving.ifPresent(this::perform);
        return leaving.isPresent();
    }

    private void route(Step.CutOver step) {
        try {
            controller.perform(
                    step.title(),
                    step.deadline(),
                    fence -> controller.platform().traffic().route(step.to(), fence));
        } catch (PlatformException e) {
            landsUntil = controller.now().plus(UNTIL_LANDED);
            throw e;
        }
    }

    /**
     * A switch that got no answer may be made late, as long as there is something to switch to, and one to nowhere whatever is live by then: before an environment is kept out of
     * traffic, and before anything follows a switch to nowhere, that is waited for, and should it happen, the traffic is sent where it was told to go last.
     */
    void outlastUnanswered() {
        while (last.isPresent() && controller.now().isBefore(landsUntil)) {
            TrafficSplit observed = controller.routing();
            if (!observed.sameSharesAs(last.get().to())) {
                perform(last.get());
            }
            controller.pause(controller.platform().pace());
        }
    }

    /**
     * All machines are still there and answer once more; where one does not, all of them start counting again: it flaps. So they do until
     * they have passed, also where this is tried again.
     */
    private void requireWell(Step.CutOver step) {
        int machines = proven.machines(step.guards());
        if (flapping || !new HealthWatch(controller, step.guards(), StepRunner.once(step.checks())).isWell(machines)) {
            flapping = true;
            new HealthWatch(controller, step.guards(), StepRunner.within(step.deadline(), step.checks()))
                    .await(machines);
            flapping = false;
        }
    }

    boolean begun() {
        return begun;
    }

    /** Whether the router was told to switch, gave no answer, and has not been seen to have switched since. */
    boolean mayBeMadeLate() {
        return observedAt.isEmpty() && controller.now().isBefore(landsUntil);
    }

    /** Until when a switch that got no answer may be made; long ago where there was none. */
    Instant landsUntil() {
        return landsUntil;
    }

    private void awaitRouting(TrafficSplit wanted, Waiting waiting, Duration limit) {
        int seen = 0;
        while (true) {
            TrafficSplit observed = controller.routing();
            seen = observed.sameSharesAs(wanted) ? seen + 1 : 0;
            if (seen >= Step.CutOver.IN_A_ROW) {
                controller.emit(at -> new Event.RoutingObserved(at, observed));
                return;
            }
            Duration waited = waiting.soFar();
            if (waited.compareTo(limit) >= 0) {
                throw new PlatformException(
                        new Failure.RoutingNotObserved(wanted.toString(), observed.toString(), waited));
            }
            controller.pauseForRouter(seen > 0);
        }
    }

    void prove(Step.ProveCutover step) {
        Optional<Machine> entry = controller.ask(
                () -> "find the users' entry", platform -> platform.traffic().entry());
        if (entry.isEmpty()) {
            return;
        }
        HttpProbe question = step.question().bodyNaming(step.revision().version());
        ProbeQuestions questions = new ProbeQuestions(controller);
        Waiting waiting = new Waiting(controller);
        int seen = 0;
        while (true) {
            controller.checkpoint();
            Probes.Answer answer = questions.ask(question, entry.get(), ENTRY_PATIENCE);
            seen = answer.well() ? seen + 1 : 0;
            if (seen >= Step.CutOver.IN_A_ROW) {
                return;
            }
            if (!answer.well()) {
                requireNoneDead(step.revision());
            }
            Duration waited = waiting.soFar();
            if (waited.compareTo(step.deadline()) >= 0) {
                throw new PlatformException(new Failure.WrongRevision(
                        entry.get().uri(question.path()).toString(),
                        step.revision().version(),
                        answer.text() + " (after " + Durations.text(waited) + ")"));
            }
            controller.pause(controller.platform().pace());
        }
    }

    /** Where a machine that users are sent to is dead, no further waiting brings the right answer. */
    private void requireNoneDead(Revision revision) {
        controller.routing().environments().stream()
                .map(name -> controller.ask(
                        () -> "find " + name,
                        platform -> platform.environments().find(name)))
                .flatMap(Optional::stream)
                .filter(environment -> environment.revision().equals(revision))
                .forEach(environment -> RunningWatch.requireNoneFailed(environment.name(), environment.machines()));
    }
}
