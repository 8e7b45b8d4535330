package dev.viridian.testing.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What became of all requests until now, a few numbers for each. */
final class Outcomes {
    static final int FAILED = -1;
    private static final int MOST_EXAMPLES = 20;

    private final List<String> revisions = new ArrayList<>();
    private final List<LoadFailure> examples = new ArrayList<>();
    private long[] sentAt = new long[1 << 10];
    private long[] latency = new long[1 << 10];
    private int[] revision = new int[1 << 10];
    private int size;

    synchronized void add(Outcome outcome, long latencyMicros) {
        if (size == sentAt.length) {
            sentAt = Arrays.copyOf(sentAt, size * 2);
            latency = Arrays.copyOf(latency, size * 2);
            revision = Arrays.copyOf(revision, size * 2);
        }
        sentAt[size] = micros(outcome.sentAt());
        latency[size] = latencyMicros;
        revision[size] = outcome instanceof Outcome.Answered answered ? number(answered.revision()) : FAILED;
        size++;
        if (outcome instanceof Outcome.Failed failed && examples.size() < MOST_EXAMPLES) {
            examples.add(new LoadFailure(failed.sentAt(), failed.cause()));
        }
    }

    private int number(String name) {
        int known = revisions.indexOf(name);
        if (known >= 0) {
            return known;
        }
        revisions.add(name);
        return revisions.size() - 1;
    }

    synchronized LoadReport report() {
        return new LoadReport(
                Arrays.copyOf(sentAt, size),
                Arrays.copyOf(latency, size),
                Arrays.copyOf(revision, size),
                List.copyOf(revisions),
                List.copyOf(examples));
    }

    static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }
}
