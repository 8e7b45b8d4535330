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
        if (pause.isEmpty()) {
            return;
        }
        while (pause.isPresent()) {
            Holds.Hold asked = pause.get();
            controller.emit(at -> new Event.Paused(at, asked.by(), asked.until()));
            controller.extend(Duration.between(granted, asked.until()));
            granted = asked.until();
            pause = awaited(pauses, asked, "to resume what " + asked.by() + " paused", begun, asked.until());
        }
        String by = resumedBy(pauses, ALL_OF_IT).orElse("somebody");
        controller.emit(at -> new Event.Resumed(at, by));
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
        if (resumedBy(approvals, candidate).isPresent()) {
            return;
        }
        Instant until = now.plus(step.deadline());
        Holds.Hold hold = Holds.Hold.of(controller.id(), candidate, "the plan", now, until);
        Holds.Hold asked = asked(hold);
        controller.emit(at -> new Event.ApprovalAwaited(at, step.environment(), until));
        asking.run();
        String by = approvedBy(hold, asked);
        controller.emit(at -> new Event.Resumed(at, by));
    }

    /** Whoever removes what was asked for, or writes another over it, has not approved: it is asked for again. */
    private String approvedBy(Holds.Hold hold, Holds.Hold first) {
        Holds.Hold asked = first;
        while (true) {
            awaited(approvals, asked, "to approve " + hold.of(), hold.at(), hold.until());
            Optional<String> by = resumedBy(approvals, hold.of());
            if (by.isPresent()) {
                return by.get();
            }
            asked = asked(hold);
        }
    }

    /** What is asked for already, or else this. */
    private Holds.Hold asked(Holds.Hold hold) {
        return controller.ask(
                () -> "ask for approval of " + hold.of(),
                platform -> find(approvals, hold.of()).orElseGet(() -> {
                    approvals.begin(hold);
                    return hold;
                }));
    }

    /**
     * Waits until it is not there any more as it was asked for.
     *
     * @param begun since when it is waited in all
     * @return what was asked for in its place; empty where it was resumed, or is gone
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
        return present;
    }

    private Optional<String> resumedBy(Holds holds, String what) {
        return find(holds, what).flatMap(Holds.Hold::resumedBy);
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
