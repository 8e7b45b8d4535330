package dev.viridian;

import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What to do when a step fails: responses that escalate, tried in the order written, each within its budget. When all are spent the
 * deployment is rolled back.
 *
 * <pre>{@code
 * retry(3).then(rebuild().atMost(2)).then(rollBack())
 * when(DiskFull.class, remedy("remove old releases", failure -> releases.prune())).then(rebuild())
 * }</pre>
 *
 * <p>The wrong order does not compile: nothing follows {@link LastResort}, and {@link #rebuild()} is not followed by
 * {@link #retry(int)}. Immutable. {@code import static dev.viridian.FailureResponse.*} brings the words.
 */
public sealed interface FailureResponse {
    /** Retry three times, rebuild once, roll back: what happens unless something else is said. */
    FailureResponse DEFAULT = retry(3).then(rebuild()).then(rollBack());

    /** The responses in the order in which they are tried. */
    List<Response> responses();

    /** Does the failed step again, at most this often, waiting 1 s, 2 s, 4 s … (up to 30 s, give or take a fifth) before. */
    static Retry retry(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("Retry " + attempts + " times? Expected 1 or more.");
        }
        return new Retry(List.of(), attempts, Duration.ofSeconds(1));
    }

    /** Applies a remedy to failures of this kind, once a step, and does the step again. */
    static When when(Class<? extends Failure> kind, Remedy remedy) {
        return new When(List.of(new Response.Remedying(kind, remedy)));
    }

    /** A remedy for {@link #when}; it may take a minute unless {@link Remedy#within} says otherwise. */
    static Remedy remedy(String name, Remedy.Action action) {
        return new Remedy(name, action, Duration.ofMinutes(1));
    }

    /** Tears down the one sick machine where it is one, else the candidate, and builds anew; once unless {@link Rebuild#atMost} says otherwise. */
    static Rebuild rebuild() {
        return new Rebuild(List.of(), 1);
    }

    /** Sends the traffic back to the last proven environment and removes the candidate. */
    static LastResort rollBack() {
        return new LastResort(List.of(new Response.RollingBack()));
    }

    /** Sends the traffic back, and keeps the candidate out of traffic for this long so that people can look at it. */
    static LastResort quarantine(Duration keep) {
        return new LastResort(
                List.of(new Response.Quarantining(Durations.requirePositive("time in quarantine", keep))));
    }

    /** Leaves everything as it is for a person. */
    static LastResort halt() {
        return new LastResort(List.of(new Response.Halting()));
    }

    /** A retry; a remedy, a rebuild or a last resort may follow. */
    final class Retry implements FailureResponse {
        private final List<Response> before;
        private final int attempts;
        private final Duration firstDelay;

        private Retry(List<Response> before, int attempts, Duration firstDelay) {
            this.before = before;
            this.attempts = attempts;
            this.firstDelay = firstDelay;
        }

        /** Waits this long before the first retry, give or take a fifth, instead of 1 s; zero is allowed. */
        public Retry after(Duration delay) {
            return new Retry(before, attempts, Durations.requireNotNegative("delay before a retry", delay));
        }

        /** Goes on with a remedy. */
        public When then(When next) {
            return new When(joined(this, next));
        }

        /** Goes on with a rebuild. */
        public Rebuild then(Rebuild next) {
            return next.after(this);
        }

        /** Ends with a last resort. */
        public LastResort then(LastResort next) {
            return new LastResort(joined(this, next));
        }

        @Override
        public List<Response> responses() {
            return appended(before, new Response.Retrying(attempts, firstDelay));
        }
    }

    /** A remedy for one kind of failure; anything may follow. */
    final class When implements FailureResponse {
        private final List<Response> responses;

        private When(List<Response> responses) {
            this.responses = responses;
        }

        /** Goes on with another remedy. */
        public When then(When next) {
            return new When(joined(this, next));
        }

        /** Goes on with a retry. */
        public Retry then(Retry next) {
            return new Retry(joined(this, new When(next.before)), next.attempts, next.firstDelay);
        }

        /** Goes on with a rebuild. */
        public Rebuild then(Rebuild next) {
            return next.after(this);
        }

        /** Ends with a last resort. */
        public LastResort then(LastResort next) {
            return new LastResort(joined(this, next));
        }

        @Override
        public List<Response> responses() {
            return responses;
        }
    }

    /** A rebuild; only a last resort may follow. */
    final class Rebuild implements FailureResponse {
        private final List<Response> before;
        private final int atMost;

        private Rebuild(List<Response> before, int atMost) {
            this.before = before;
            this.atMost = atMost;
        }

        /** How often in one deployment, instead of once. */
        public Rebuild atMost(int times) {
            if (times < 1) {
                throw new IllegalArgumentException("Rebuild at most " + times + " times? Expected 1 or more.");
            }
            return new Rebuild(before, times);
        }

        /** Ends with a last resort. */
        public LastResort then(LastResort next) {
            return new LastResort(joined(this, next));
        }

        private Rebuild after(FailureResponse earlier) {
            return new Rebuild(joined(earlier, new When(before)), atMost);
        }

        @Override
        public List<Response> responses() {
            return appended(before, new Response.Rebuilding(atMost));
        }
    }

    /** The end of the ladder; nothing may follow. */
    final class LastResort implements FailureResponse {
        private final List<Response> responses;

        private LastResort(List<Response> responses) {
            this.responses = responses;
        }

        @Override
        public List<Response> responses() {
            return responses;
        }
    }

    private static List<Response> joined(FailureResponse first, FailureResponse second) {
        List<Response> all = new ArrayList<>(first.responses());
        all.addAll(second.responses());
        return List.copyOf(all);
    }

    private static List<Response> appended(List<Response> before, Response last) {
        List<Response> all = new ArrayList<>(before);
        all.add(last);
        return List.copyOf(all);
    }
}
