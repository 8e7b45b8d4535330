package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Of this process one change of an environment follows the other. */
final class Turns {
    private final Time time;
    private final Duration pace;
    private final Set<EnvironmentName> changing = ConcurrentHashMap.newKeySet();

    Turns(Time time, Duration pace) {
        this.time = time;
        this.pace = pace;
    }

    <T> T alone(EnvironmentName name, Supplier<T> work) {
        while (!changing.add(name)) {
            time.sleep(pace);
        }
        try {
            return work.get();
        } finally {
            changing.remove(name);
        }
    }
}
