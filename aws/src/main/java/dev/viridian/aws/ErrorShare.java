package dev.viridian.aws;

import dev.viridian.BakeCondition;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** No more than a share of the requests that the new environment got may be answered with 5xx. */
final class ErrorShare implements BakeCondition {
    private static final double ALL = 100;

    private final TargetMetrics metrics;
    private final double percent;
    private final long requests;

    ErrorShare(TargetMetrics metrics, double percent, long requests) {
        if (!(percent >= 0 && percent < ALL) || requests < 1) {
            throw new IllegalArgumentException("At most " + percent + " % errors, judged from " + requests
                    + " requests on? Expected 0 or more and less than 100 %, and 1 or more requests.");
        }
        this.metrics = metrics;
        this.percent = percent;
        this.requests = requests;
    }

    @Override
    public Verdict look() {
        return Verdict.unknown("nothing is baked yet");
    }

    @Override
    public Verdict look(Baked baked) {
        Optional<Map<TargetMetrics.Count, Long>> counts = metrics.counted(baked.environment(), baked.since());
        long all =
                counts.map(counted -> counted.get(TargetMetrics.Count.REQUESTS)).orElse(0L);
        long errors =
                counts.map(counted -> counted.get(TargetMetrics.Count.ERRORS)).orElse(0L);
        String detail = errors + " of " + all + " requests were answered with 5xx";
        if (all < requests) {
            return Verdict.unknown(detail + "; " + requests + " are needed to judge");
        }
        return errors * ALL / all > percent ? Verdict.sick(detail) : Verdict.well(detail);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "at most %s %% of %d requests or more answered with 5xx", percent, requests);
    }
}
