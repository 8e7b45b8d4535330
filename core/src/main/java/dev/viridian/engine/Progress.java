package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.plan.Situation;
import dev.viridian.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How far a deployment has come, from what its journal says. */
final class Progress {
    private final Event.DeploymentStarted started;
    private final List<Event> events;

    private Progress(Event.DeploymentStarted started, List<Event> events) {
        this.started = started;
        this.events = List.copyOf(events);
    }

    /** Of a deployment that has a beginning. */
    static Progress of(List<Event> events) {
        return new Progress(
                first(Event.DeploymentStarted.class, events)
                        .orElseThrow(() -> new AssertionError("A deployment without a beginning is not carried on.")),
                events);
    }

    Event.DeploymentStarted started() {
        return started;
    }

    DeploymentId id() {
        return started.id();
    }

    Optional<Environment> live() {
        return started.live().map(Event.LiveEnvironment::environment);
    }

    /** Whether it could not be looked at what was there, so that nothing was touched: it was begun only to say that it is refused. */
    boolean begunBlindly() {
        return started.specification().isEmpty();
    }

    /** How long environments drain; what is usual, where a former version wrote the journal. */
    Duration drain() {
        return started.drain().orElse(Deployment.DEFAULT_DRAIN);
    }

    /** What was found when it began, with the attempt that it has come to. */
    Situation situation(List<EnvironmentName> leftBehind, Duration stragglersComeFor) {
        return new Situation(
                id(),
                attempt(),
                started.revision(),
                started.routing(),
                live(),
                leftBehind,
                started.wayBack().map(Event.LiveEnvironment::environment),
                stragglersComeFor);
    }

    int attempt() {
        return 1 + candidatesRebuilt();
    }

    EnvironmentName candidate() {
        return id().environment(attempt());
    }

    /** All candidates that it may have made. */
    List<EnvironmentName> candidates() {
        return IntStream.rangeClosed(1, attempt()).mapToObj(id()::environment).toList();
    }

    int candidatesRebuilt() {
        return chosen(Event.Choice.REBUILD_CANDIDATE);
    }

    int machinesRebuilt() {
        return chosen(Event.Choice.REBUILD_MACHINE);
    }

    /** Whether the router may have been told to switch. Nothing is ever switched to before it is proven. */
    boolean cutOverIntended() {
        return cutOver() >= 0;
    }

    /** Whether a machine was torn down under the users' traffic, and the new one may not be proven yet. */
    boolean machineRebuiltSinceCutOver() {
        return cutOverIntended()
                && events.subList(cutOver(), events.size()).stream()
                        .anyMatch(event -> isChoice(event, Event.Choice.REBUILD_MACHINE));
    }

    private int cutOver() {
        if (first(Event.EffectIntended.class, events).isEmpty()) {
            return -1; // It has just begun, and there is nothing to compare with.
        }
        String title = new Step.CutOver(
                        started.routing(), TrafficSplit.allTo(candidate()), candidate(), List.of(), Duration.ZERO)
                .title();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.EffectIntended intended
                    && intended.effect().equals(title)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the new revision stays. */
    boolean successorProven() {
        return first(Event.SuccessorProven.class, events).isPresent();
    }

    /** Why and how it goes back, if it does. */
    Optional<Event.RollBackBegun> rollBack() {
        return first(Event.RollBackBegun.class, events);
    }

    /** Whether another controller than the first carries on with it. */
    boolean takenOver() {
        return first(Event.TakenOver.class, events).isPresent();
    }

    private static boolean isPaused(boolean before, Event event) {
        return event instanceof Event.Paused || (before && !(event instanceof Event.Resumed));
    }

    /** How long controllers have worked on it; the time between one and the next does not count, nor does a pause. */
    Duration spent() {
        Duration spent = Duration.ZERO;
        boolean paused = false;
        for (int i = 1; i < events.size(); i++) {
            paused = isPaused(paused, events.get(i - 1));
            if (!paused && !(events.get(i) instanceof Event.TakenOver)) {
                spent = spent.plus(
                        Duration.between(events.get(i - 1).at(), events.get(i).at()));
            }
        }
        return spent;
    }

    private static <E extends Event> Optional<E> first(Class<E> kind, List<Event> events) {
        for (Event event : events) {
            if (kind.isInstance(event)) {
                return Optional.of(kind.cast(event));
            }
        }
        return Optional.empty();
    }

    private int chosen(Event.Choice choice) {
        int times = 0;
        for (Event event : events) {
            times += isChoice(event, choice) ? 1 : 0;
        }
        return times;
    }

    private static boolean isChoice(Event event, Event.Choice choice) {
        return event instanceof Event.ResponseChosen chosen && chosen.choice() == choice;
    }
}
