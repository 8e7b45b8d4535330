package dev.viridian.aws;

import dev.viridian.spi.Time;
import dev.viridian.state.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was seen a moment ago, and so is not asked for again by what comes right after it. Whoever deploys holds a lease that lasts longer than that moment, so that no other controller has changed it since; a person may have, as
 * he may right after any look.
 */
final class Recent<K, V> {
    private static final Duration MOMENT = Lease.TIME_TO_LIVE.dividedBy(4);

    private final Time time;
    private final Map<K, Seen<V>> seen = new ConcurrentHashMap<>();

    Recent(Time time) {
        this.time = time;
    }

    private record Seen<V>(V what, Instant at) {
        boolean isRecent(Instant now) {
            return now.isBefore(at.plus(MOMENT));
        }
    }

    void saw(K key, V what) {
        Instant now = time.now();
        seen.values().removeIf(other -> !other.isRecent(now));
        seen.put(key, new Seen<>(what, now));
    }

    /** It is gone, or is being changed. */
    void forget(K key) {
        seen.remove(key);
    }

    Optional<V> of(K key) {
        Instant now = time.now();
        return Optional.ofNullable(seen.get(key))
                .filter(last -> last.isRecent(now))
                .map(Seen::what);
    }
}
