package dev.viridian.engine;

import dev.viridian.Notifier;
import dev.viridian.event.EventListener;
import dev.viridian.spi.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where a deployer deploys, in whose name, who listens, and who hears of what no deployment is at hand for. */
record Surroundings(
        Platform platform,
        List<EventListener> listeners,
        String operator,
        Duration patience,
        boolean superseding,
        List<Notifier> notifiers) {
    Surroundings {
        listeners = List.copyOf(listeners);
        notifiers = List.copyOf(notifiers);
    }

    Surroundings listening(EventListener listener) {
        List<EventListener> all = new ArrayList<>(listeners);
        all.add(listener);
        return new Surroundings(platform, all, operator, patience, superseding, notifiers);
    }

    Surroundings operator(String name) {
        return new Surroundings(platform, listeners, name, patience, superseding, notifiers);
    }

    Surroundings patience(Duration time) {
        return new Surroundings(platform, listeners, operator, time, superseding, notifiers);
    }

    Surroundings notifiers(List<Notifier> known) {
        return new Surroundings(platform, listeners, operator, patience, superseding, known);
    }

    Surroundings supersedingOthers() {
        return new Surroundings(platform, listeners, operator, patience, true, notifiers);
    }
}
