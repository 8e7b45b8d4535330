package dev.viridian.aws;

import dev.viridian.BakeCondition;
import java.util.Locale;
import java.util.Optional;

/** No more than a share of the requests that the new environment got may be answered with 5xx. */
final class ErrorShare implements BakeCondition {
    private static final double ALL = 100;

    private final CountedRequests counted;
    private final double percent;
    private final long requests;

    /** @throws IllegalStateException where a platform does not read what was counted */
    static ErrorShare of(CountedRequests counted, boolean isRead, double percent, long requests) {
        if (!isRead) {
            throw new IllegalStateException(
                    "Errors are counted by CloudWatch, which this platform does not read. Add readingMetrics() to its setup.");
        }
        return new ErrorShare(counted, percent, requests);
    }

    private ErrorShare(CountedRequests counted, double percent, long requests) {
        if (!(percent >= 0 && percent < ALL) || requests < 1) {
            throw new IllegalArgumentException("At most " + percent + " % errors, judged from " + requests
                    + " requests on? Expected 0 or more and less than 100 %, and 1 or more requests.");
        }
        this.counted = counted;
        this.percent = percent;
        this.requests = requests;
    }

    @Override
    public Verdict look() {
        return Verdict.unknown("nothing is baked yet");
    }

    @Override
    public Verdict look(Baked baked) {
        Optional<CountedRequests.Counted> found = counted.since(baked.environment(), baked.since());
        if (found.isEmpty()) {
            return Verdict.unknown("nothing is counted of " + baked.environment());
        }
        long all = found.get().requests();
        long errors = found.get().errors();
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
