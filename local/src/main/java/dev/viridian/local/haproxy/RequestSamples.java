package dev.viridian.local.haproxy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one environment's count of requests was when it was looked at, so that the requests since a moment can be told. Never
 * tells more than there were: it counts from the first sample that is not before the moment. Not safe for use by several threads.
 */
final class RequestSamples {
    private static final int MOST = 2_000;

    private final NavigableMap<Instant, Long> totals = new TreeMap<>();

    void add(Instant time, long total) {
        if (!totals.isEmpty() && totals.lastEntry().getValue() > total) {
            totals.clear();
        }
        totals.putIfAbsent(time, total);
        if (totals.size() > MOST) {
            forgetEverySecond();
        }
    }

    /** The total now, less that of the first sample which is not before the moment; 0 when there is none. */
    long since(Instant moment, long total) {
        Map.Entry<Instant, Long> first = totals.ceilingEntry(moment);
        return first == null ? 0 : total - first.getValue();
    }

    /** Which sample is missing can only make the count smaller, never larger. */
    private void forgetEverySecond() {
        List<Instant> times = new ArrayList<>(totals.keySet());
        for (int sample = 1; sample < times.size() - 1; sample += 2) {
            totals.remove(times.get(sample));
        }
    }
}
