package dev.viridian.engine;

import java.time.Duration;
import java.time.Instant;

/** How long something has been waited for: while this process, or its computer, was paused nothing could be seen, and that time does not count. */
final class Waiting {
    private final Controller controller;
    private final Instant start;
    private final Duration stoodStillBefore;

    /** From now on. */
    Waiting(Controller controller) {
        this.controller = controller;
        this.start = controller.now();
        this.stoodStillBefore = controller.stoodStill();
    }

    Duration soFar() {
        return Duration.between(start, controller.now())
                .minus(controller.stoodStill())
                .plus(stoodStillBefore);
    }
}
