package dev.viridian.engine;

import dev.viridian.Notifier;
import dev.viridian.event.EventListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Where a deployer deploys, in whose name, who listens, and who hears of what no deployment is at hand for. */
record Surroundings(
        BoundedPlatform platform,
        List<EventListener> listeners,
        String operator,
        Duration patience,
        boolean superseding,
        List<Notifier> notifiers,
        boolean silent,
        int keeping) {
    Surroundings {
        listeners = List.copyOf(listeners);
        notifiers = List.copyOf(notifiers);
    }

    Surroundings listening(EventListener listener) {
        List<EventListener> all = new ArrayList<>(listeners);
        all.add(listener);
        return new Surroundings(platform, all, operator, patience, superseding, notifiers, silent, keeping);
    }

    Surroundings operator(String name) {
        return new Surroundings(platform, listeners, name, patience, superseding, notifiers, silent, keeping);
    }

    Surroundings patience(Duration time) {
        return new Surroundings(platform, listeners, operator, time, superseding, notifiers, silent, keeping);
    }

    Surroundings notifiers(List<Notifier> known) {
        return new Surroundings(platform, listeners, operator, patience, superseding, known, silent, keeping);
    }

    Surroundings supersedingOthers() {
        return new Surroundings(platform, listeners, operator, patience, true, notifiers, silent, keeping);
    }

    Surroundings keeping(int deployments) {
        return new Surroundings(platform, listeners, operator, patience, superseding, notifiers, silent, deployments);
    }

    /** Does the work, silently where that was asked for. */
    <T> T heard(Supplier<T> work) {
        return silent ? EngineLog.silently(work) : work.get();
    }
}
