package dev.viridian.engine;

import java.time.Duration;
import java.util.Optional;

/** Whether fewer machines than are wanted have been well for too long. A moment is borne: a single look may show what was true before. */
final class Shortage {
    private final Controller controller;
    private final Duration patience;
    private Optional<Waiting> begun = Optional.empty();

    /**
     * None yet.
     *
     * @param patience how long there may be fewer
     */
    Shortage(Controller controller, Duration patience) {
        this.controller = controller;
        this.patience = patience;
    }

    /** So many of those that are wanted were seen to be well; says for how long there have been too few, where that is too long. */
    Optional<Duration> seen(int well, int wanted) {
        begun = well >= wanted ? Optional.empty() : begun.or(() -> Optional.of(new Waiting(controller)));
        return begun.map(Waiting::soFar).filter(waited -> waited.compareTo(patience) >= 0);
    }

    /** Whether there were too few at the last look. */
    boolean lasts() {
        return begun.isPresent();
    }
}
