package dev.viridian.benchmarks;

import dev.viridian.testing.load.Load;
import dev.viridian.testing.load.LoadReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Fifty switches to and fro under 1,000 requests a second, and what they did to users. */
record Switching(Duration median, Duration longest, LoadReport report, long wrong) {
    private static final int SWITCHES = 50;
    private static final Duration BETWEEN = Duration.ofMillis(100);

    static Switching of(Candidate router) throws IOException {
        long[] nanos = new long[SWITCHES];
        Instant[] switched = new Instant[SWITCHES];
        try (Load load = Load.on(router.entry())
                .requestsPerSecond(1_000)
                .connections(Throughput.CONNECTIONS)
                .start()) {
            for (int i = 0; i < SWITCHES; i++) {
                LockSupport.parkNanos(BETWEEN.toNanos());
                long began = System.nanoTime();
                router.route(revision(i));
                nanos[i] = System.nanoTime() - began;
                switched[i] = Instant.now();
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
            LoadReport report = load.stop();
            Arrays.sort(nanos);
            return new Switching(
                    Duration.ofNanos(nanos[SWITCHES / 2]),
                    Duration.ofNanos(nanos[SWITCHES - 1]),
                    report,
                    wrong(report, switched));
        }
    }

    /** Answers of the old side to requests sent after the switch was acknowledged, and well before the next one. */
    private static long wrong(LoadReport report, Instant[] switched) {
        long wrong = 0;
        for (int i = 0; i < SWITCHES; i++) {
            LoadReport after = report.since(switched[i]).before(switched[i].plus(BETWEEN.dividedBy(2)));
            wrong += after.answeredBy().getOrDefault(revision(i + 1), 0L);
        }
        return wrong;
    }

    private static String revision(int number) {
        return number % 2 == 0 ? "green" : "blue";
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "switch acknowledged in %.3f ms (median), %.3f ms (longest); wrong answers after it: %d; %s",
                median.toNanos() / 1e6,
                longest.toNanos() / 1e6,
                wrong,
                report);
    }
}
