package dev.viridian.engine;

import java.time.Duration;
import java.util.Optional;

/** Whether fewer machines than are wanted have been well for too long. A moment is borne: a single look may show what was true before. */
final class Shortage {
    private final Controller controller;
    private final int wanted;
    private final Duration patience;
    private Optional<Waiting> begun = Optional.empty();

    /**
     * None yet.
     *
     * @param wanted so many machines must be well
     * @param patience how long there may be fewer
     */
    Shortage(Controller controller, int wanted, Duration patience) {
        this.controller = controller;
        this.wanted = wanted;
        this.patience = patience;
    }

    /** So many were seen to be well; says for how long there have been too few, where that is too long. */
    Optional<Duration> seen(int well) {
        begun = well >= wanted ? Optional.empty() : begun.or(() -> Optional.of(new Waiting(controller)));
        return begun.map(Waiting::soFar).filter(waited -> waited.compareTo(patience) >= 0);
    }

    /** Whether there were too few at the last look. */
    boolean lasts() {
        return begun.isPresent();
    }
}
