package dev.viridian.testing.load;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** What became of the requests of a {@link Load}. Immutable. */
public final class LoadReport {
    private final long[] sentAt;
    private final long[] latency;
    private final int[] revision;
    private final List<String> revisions;
    private final List<LoadFailure> examples;

    LoadReport(long[] sentAt, long[] latency, int[] revision, List<String> revisions, List<LoadFailure> examples) {
        this.sentAt = sentAt;
        this.latency = latency;
        this.revision = revision;
        this.revisions = revisions;
        this.examples = examples;
    }

    /** How many requests were sent, and have been answered or have failed since. */
    public long sent() {
        return revision.length;
    }

    /** How many of them were lost, timed out, or were answered with a status of 400 or above. */
    public long failed() {
        return Arrays.stream(revision)
                .filter(number -> number == Outcomes.FAILED)
                .count();
    }

    /** The first failures, at most twenty, with their times and causes. */
    public List<LoadFailure> failures() {
        return examples;
    }

    /** How many good answers each revision gave; under an empty name those that did not say. */
    public SortedMap<String, Long> answeredBy() {
        SortedMap<String, Long> answers = new TreeMap<>();
        for (int number : revision) {
            if (number != Outcomes.FAILED) {
                answers.merge(revisions.get(number), 1L, Long::sum);
            }
        }
        return Collections.unmodifiableSortedMap(answers);
    }

    /**
     * The same for the requests sent at a moment or later. After a switch, for instance, only the new revision may
     * answer: {@code assertThat(report.since(switched).answeredBy()).containsOnlyKeys("1.1")}.
     */
    public LoadReport since(Instant moment) {
        long from = ChronoUnit.MICROS.between(Instant.EPOCH, moment.plusNanos(999));
        return where(
                sent -> sent >= from,
                examples.stream()
                        .filter(failure -> !failure.sentAt().isBefore(moment))
                        .toList());
    }

    /** The same for the requests sent before a moment. */
    public LoadReport before(Instant moment) {
        long until = ChronoUnit.MICROS.between(Instant.EPOCH, moment.plusNanos(999));
        return where(
                sent -> sent < until,
                examples.stream()
                        .filter(failure -> failure.sentAt().isBefore(moment))
                        .toList());
    }

    private LoadReport where(LongPredicate isWanted, List<LoadFailure> wantedExamples) {
        int[] wanted = IntStream.range(0, sentAt.length)
                .filter(i -> isWanted.test(sentAt[i]))
                .toArray();
        return new LoadReport(
                Arrays.stream(wanted).mapToLong(i -> sentAt[i]).toArray(),
                Arrays.stream(wanted).mapToLong(i -> latency[i]).toArray(),
                Arrays.stream(wanted).map(i -> revision[i]).toArray(),
                revisions,
                wantedExamples);
    }

    /**
     * The latency that this share of all requests kept below, counted from when a request was due.
     *
     * @param percent above 0, at most 100, for example {@code 99.0}
     * @throws IllegalStateException if there were no requests
     */
    public Duration percentile(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("Not a percentile: " + percent + ". Expected above 0, at most 100.");
        }
        if (latency.length == 0) {
            throw new IllegalStateException("There is no latency to tell: no request was sent, or not in that time.");
        }
        long[] sorted = latency.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return Duration.of(sorted[rank - 1], ChronoUnit.MICROS);
    }

    /** The longest latency, counted from when the request was due. */
    public Duration longest() {
        return percentile(100);
    }

    @Override
    public String toString() {
        String latencies = latency.length == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", latency p50 %.1f ms, p99 %.1f ms, longest %.1f ms",
                        millis(percentile(50)),
                        millis(percentile(99)),
                        millis(longest()));
        return sent() + " sent, " + failed() + " failed, answered by " + answeredBy() + latencies
                + (examples.isEmpty() ? "" : ", first failures " + examples);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
