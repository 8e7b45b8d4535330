package dev.viridian.local.haproxy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Tells how many requests an environment was given since a moment, from a slot's running total. */
final class RequestCounts {
    private final InstantSource clock;
    private final Map<Occupant, RequestSamples> samples = new HashMap<>();

    RequestCounts(InstantSource clock) {
        this.clock = clock;
    }

    void sample(Occupant occupant, long total) {
        samples.computeIfAbsent(occupant, unseen -> new RequestSamples()).add(clock.instant(), total);
    }

    long since(Instant moment, Occupant occupant, long total) {
        sample(occupant, total);
        if (moment.isAfter(occupant.since())) {
            return samples.getOrDefault(occupant, new RequestSamples()).since(moment, total);
        }
        boolean restarted = total < occupant.requestsBefore();
        return restarted ? total : total - occupant.requestsBefore();
    }

    void keepOnly(Collection<Occupant> occupants) {
        samples.keySet().retainAll(occupants);
    }
}
