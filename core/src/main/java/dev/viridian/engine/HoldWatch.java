package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.event.Event;
import dev.viridian.plan.Step;
import dev.viridian.spi.PlatformException;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits for people before the traffic is switched: while one has paused the deployment, or until one approves. */
final class HoldWatch {
    /** How often it is looked whether somebody has resumed: soon enough for a person. */
    private static final Duration LOOKING = Duration.ofSeconds(5);

    private static final String ALL_OF_IT = "all";

    private final Controller controller;
    private final Holds pauses;
    private final Holds approvals;

    HoldWatch(Controller controller) {
        this.controller = controller;
        this.pauses = Holds.pauses(controller.platform().state());
        this.approvals = Holds.approvals(controller.platform().state());
    }

    /** As a person asks for it. */
    static Holds.Hold pause(DeploymentId id, String by, Instant now, Duration within) {
        return Holds.Hold.of(id, ALL_OF_IT, by, now, now.plus(within));
    }

    /** Waits while somebody has it paused, for as long as was said last; the time does not count as the deployment's. */
    void whilePaused() {
        Instant begun = controller.now();
        Instant granted = begun;
        Optional<Holds.Hold> pause = unresumed(pauses, ALL_OF_IT);
        while (pause.isPresent()) {
            Holds.Hold asked = pause.get();
            controller.emit(at -> new Event.Paused(at, asked.by(), asked.until()));
            controller.extend(Duration.between(granted, asked.until()));
            granted = asked.until();
            pause = awaited(pauses, asked, "to resume what " + asked.by() + " paused", begun, asked.until());
        }
        controller.extend(Duration.between(granted, controller.now()));
    }

    /**
     * Waits until somebody approves; who has done so before the last controller died need not do so again.
     *
     * @param asking tells whoever may approve, once it can be approved
     */
    void untilApproved(Step.AwaitApproval step, Runnable asking) {
        String candidate = step.environment().value();
        Instant now = controller.now();
        Optional<Holds.Hold> approved =
                find(approvals, candidate).filter(hold -> hold.resumedBy().isPresent());
        if (approved.isPresent()) {
            return;
        }
        Instant until = now.plus(step.deadline());
        Holds.Hold hold = Holds.Hold.of(controller.id(), candidate, "the plan", now, until);
        Optional<Holds.Hold> asked = Optional.of(controller.ask(
                () -> "ask for approval of " + candidate,
                platform -> find(approvals, candidate).orElseGet(() -> begun(hold))));
        controller.emit(at -> new Event.ApprovalAwaited(at, step.environment(), until));
        asking.run();
        while (asked.isPresent()) {
            asked = awaited(approvals, asked.get(), "to approve " + candidate, now, until);
        }
    }

    private Holds.Hold begun(Holds.Hold hold) {
        approvals.begin(hold);
        return hold;
    }

    /**
     * Waits until somebody resumes it, or asks for another time in its place.
     *
     * @param begun since when it is waited in all
     * @return what was asked for in its place; empty where it was resumed
     */
    private Optional<Holds.Hold> awaited(Holds holds, Holds.Hold asked, String doing, Instant begun, Instant until) {
        Optional<Holds.Hold> present = unresumed(holds, asked.of());
        while (present.equals(Optional.of(asked))) {
            Instant now = controller.now();
            if (!now.isBefore(until)) {
                throw new PlatformException(new Failure.NotResumed(doing, Duration.between(begun, now)));
            }
            controller.pause(Durations.shorter(Duration.between(now, until), LOOKING));
            present = unresumed(holds, asked.of());
        }
        if (present.isEmpty()) {
            String by = find(holds, asked.of()).flatMap(Holds.Hold::resumedBy).orElse("somebody");
            controller.emit(at -> new Event.Resumed(at, by));
        }
        return present;
    }

    private Optional<Holds.Hold> unresumed(Holds holds, String what) {
        return find(holds, what).filter(hold -> hold.resumedBy().isEmpty());
    }

    private Optional<Holds.Hold> find(Holds holds, String what) {
        return controller
                .ask(() -> "see whether somebody holds it back", platform -> holds.find())
                .filter(hold -> hold.isOf(controller.id(), what));
    }
}
