package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.event.Event;
import dev.viridian.plan.Plan;
import dev.viridian.plan.Step;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import dev.viridian.state.Journal;
import dev.viridian.state.Lease;
import dev.viridian.state.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Removes what nothing needs, and delivers what waits, where no deployment is unfinished. */
final class Tidying {
    private static final Duration LOOKING = Duration.ofMinutes(1);

    private final Surroundings surroundings;
    private final BoundedPlatform platform;
    private final KnownNotifiers notifiers;
    private final Lease lease;
    private final List<EnvironmentName> removed = new ArrayList<>();
    private final List<EnvironmentName> leftOver = new ArrayList<>();

    Tidying(Surroundings surroundings, KnownNotifiers notifiers, Lease lease) {
        this.surroundings = surroundings;
        this.platform = surroundings.platform();
        this.notifiers = notifiers;
        this.lease = lease;
    }

    Recovery run() {
        EventLog log = EventLog.withoutJournal(surroundings.listeners());
        Optional<DeploymentId> last = LastRun.find(platform).id();
        if (last.isPresent()) {
            List<EnvironmentName> removable = removable(last.get());
            if (!removable.isEmpty()) {
                log = EventLog.carryingOn(
                        Journal.takeOver(
                                platform.state(),
                                last.get(),
                                lease,
                                platform.time().now()),
                        surroundings.listeners());
                remove(removable, new Controller(platform, last.get(), lease, log));
            }
        }
        new NotificationDesk(platform, notifiers, log, () -> UnderLease.keepAlive(lease)).catchUp();
        return new Recovery.Tidied(
                removed, leftOver, Outbox.in(platform.state()).keys().size());
    }

    /**
     * What a deployment was halted with is a person's to look at, and the way back from it. What the last one has brought live is never
     * removed here: a router that shows something else may show what was true before.
     */
    private List<EnvironmentName> removable(DeploymentId last) {
        Optional<HistoryEntry> entry =
                History.of(platform.state(), platform.application()).find(last);
        if (entry.filter(found -> found.outcome() == Outcome.HALTED).isPresent()) {
            return List.of();
        }
        return new Calls(platform)
                .bounded(() -> "look at what is live", LOOKING, () -> new Survey(platform).leftBehind()).stream()
                        .filter(name -> entry.filter(found -> found.live().reaches(name))
                                .isEmpty())
                        .toList();
    }

    private void remove(List<EnvironmentName> removable, Controller controller) {
        controller.putBack();
        StepAttempts attempts =
                new StepAttempts(controller, new StepRunner(controller, Optional.empty(), new Proven(Set.of()), false));
        for (EnvironmentName name : removable) {
            (isRemoved(name, attempts, controller) ? removed : leftOver).add(name);
        }
        controller.writeDown();
    }

    private boolean isRemoved(EnvironmentName name, StepAttempts attempts, Controller controller) {
        boolean removed = true;
        for (Step step : Plan.tidying(name, platform.traffic().stragglersComeFor(), Deployment.DEFAULT_DRAIN)) {
            Optional<Failure> failure = attempts.firmly(step, name);
            requireNotFencedOff(failure);
            failure.ifPresent(left -> controller.emit(at -> new Event.CleanUpFailed(at, step.title(), left.message())));
            removed = failure.isEmpty();
        }
        return removed;
    }

    private static void requireNotFencedOff(Optional<Failure> failure) {
        failure.filter(Failure.FencedOff.class::isInstance).ifPresent(fenced -> {
            throw new PlatformException(fenced);
        });
    }
}
