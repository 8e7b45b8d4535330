package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.event.Event;
import dev.viridian.plan.Step;
import dev.viridian.spi.PlatformException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Waits for the state, not for the time: what is still in flight when the time is over is reported, and cut with the environment. The
 * time begins when the router has stopped sending, and nobody comes any more who was sent before: one that was read back may show something else once more, or switch late. While
 * something is in flight it is looked at again and again, because it may have shown what was not true.
 */
final class DrainWatch {
    /** How often in a row nothing must be in flight: a router may choose an environment a moment before it counts the request there. */
    private static final int EMPTY_IN_A_ROW = 2;

    /** How often in a row the router must show that it sends nothing more. */
    private static final int AWAY_IN_A_ROW = 2;

    private final Controller controller;
    private final Step.Drain step;
    private final Instant latest;
    private Instant lastStraggler;
    private Instant end;
    private int away;
    private int empty;

    /**
     * For one environment.
     *
     * @param awaySince since when the router is known to send nothing to it
     */
    DrainWatch(Controller controller, Step.Drain step, Optional<Instant> awaySince) {
        this.controller = controller;
        this.step = step;
        this.latest = controller.now().plus(step.deadline());
        this.lastStraggler = awaySince.orElseGet(controller::now).plus(step.stragglersComeFor());
        this.end = endOfDrain();
    }

    private Instant endOfDrain() {
        Instant now = controller.now();
        Instant anew = (lastStraggler.isBefore(now) ? now : lastStraggler).plus(step.limit());
        return anew.isBefore(latest) ? anew : latest;
    }

    /** Whether the router sent nothing more there at the end. */
    boolean await() {
        while (true) {
            lookWhetherTrafficIsAway();
            OptionalLong inFlight = inFlight();
            empty = inFlight.isPresent() && inFlight.getAsLong() == 0 ? empty + 1 : 0;
            if (empty >= EMPTY_IN_A_ROW && away >= AWAY_IN_A_ROW && !stragglersCome()) {
                return true;
            }
            if (isOver()) {
                inFlight.ifPresent(this::report);
                return away > 0;
            }
            controller.pauseForRouter(away > 0 && !stragglersCome() && (empty > 0 || away < AWAY_IN_A_ROW));
        }
    }

    private boolean stragglersCome() {
        return controller.now().isBefore(lastStraggler);
    }

    /** A last zero that may be followed by a second one is waited for, but not for ever. */
    private boolean isOver() {
        Instant now = controller.now();
        return !now.isBefore(latest) || (!now.isBefore(end) && empty == 0);
    }

    private void report(long inFlight) {
        if (inFlight > 0) {
            controller.emit(at -> new Event.StragglersFound(at, step.environment(), inFlight));
        }
    }

    private void lookWhetherTrafficIsAway() {
        if (away < AWAY_IN_A_ROW || empty == 0 || stragglersCome()) {
            away = isAway() ? away + 1 : 0;
        }
        if (away == 0) {
            lastStraggler = controller.now().plus(step.stragglersComeFor());
            end = endOfDrain();
        }
    }

    private boolean isAway() {
        EnvironmentName name = step.environment();
        return answered(controller::routing)
                .filter(routing -> !routing.reaches(name))
                .isPresent();
    }

    /** Empty where it cannot be told, now or ever: then all of the time is waited. */
    private OptionalLong inFlight() {
        return answered(() -> controller.ask(
                        () -> "count what is in flight to " + step.environment(),
                        platform -> platform.traffic().inFlight(step.environment())))
                .orElse(OptionalLong.empty());
    }

    private static <T> Optional<T> answered(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (PlatformException e) {
            if (e.failure() instanceof Failure.FencedOff) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
