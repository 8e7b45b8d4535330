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

    /** Waits while somebody has it paused; the time does not count as the deployment's. */
    void whilePaused() {
        Optional<Holds.Hold> pause = unresumed(pauses, ALL_OF_IT);
        if (pause.isPresent()) {
            Instant until = pause.get().until();
            controller.emit(at -> new Event.Paused(at, pause.get().by(), until));
            controller.extend(Duration.between(controller.now(), until));
            await(pauses, ALL_OF_IT, "to resume what " + pause.get().by() + " paused", until);
            controller.extend(Duration.between(until, controller.now()));
        }
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
        controller.ask(() -> "ask for approval of " + candidate, platform -> {
            if (find(approvals, candidate).isEmpty()) {
                approvals.begin(hold);
            }
            return true;
        });
        controller.emit(at -> new Event.ApprovalAwaited(at, step.environment(), until));
        asking.run();
        await(approvals, candidate, "to approve " + candidate, until);
    }

    private void await(Holds holds, String what, String doing, Instant until) {
        Instant begun = controller.now();
        while (unresumed(holds, what).isPresent()) {
            Instant now = controller.now();
            if (!now.isBefore(until)) {
                throw new PlatformException(new Failure.NotResumed(doing, Duration.between(begun, now)));
            }
            Duration left = Duration.between(now, until);
            controller.pause(Durations.shorter(left, LOOKING));
        }
        String by = find(holds, what).flatMap(Holds.Hold::resumedBy).orElse("somebody");
        controller.emit(at -> new Event.Resumed(at, by));
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
