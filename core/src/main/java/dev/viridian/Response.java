package dev.viridian;

import dev.viridian.text.Durations;
import java.time.Duration;

/** One response to a failure, as data: users write them by {@link FailureResponse}, the engine reads them. */
public sealed interface Response {
    /**
     * Do the step again.
     *
     * @param attempts how often, after the first time
     * @param firstDelay the wait before the first of them; it doubles each time up to 30 s, or stays as it is where it is longer, give
     *     or take a fifth
     */
    record Retrying(int attempts, Duration firstDelay) implements Response {
        private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

        /** What the wait doubles up to, give or take a fifth. */
        public Duration longestDelay() {
            return Durations.longer(firstDelay, LONGEST_DELAY);
        }

        @Override
        public String toString() {
            return "retry " + times(attempts) + ", first after " + Durations.text(firstDelay);
        }
    }

    /**
     * Apply a remedy to failures of a kind and do the step again, once a step.
     *
     * @param kind the failures it is for
     * @param remedy the remedy
     */
    record Remedying(Class<? extends Failure> kind, Remedy remedy) implements Response {
        @Override
        public String toString() {
            return "when " + kind.getSimpleName() + ": " + remedy.name();
        }
    }

    /**
     * Tear down the one sick machine where it is one, else the whole candidate, and build anew.
     *
     * @param atMost how often in this deployment, machines and candidates each
     */
    record Rebuilding(int atMost) implements Response {
        @Override
        public String toString() {
            return "rebuild at most " + times(atMost);
        }
    }

    /** Send the traffic back to the last proven environment and remove the candidate. */
    record RollingBack() implements Response {
        @Override
        public String toString() {
            return "roll back";
        }
    }

    /**
     * As rolling back, but the candidate is kept, out of traffic, for examination.
     *
     * @param keep how long it is kept; the first deployment after that removes it
     */
    record Quarantining(Duration keep) implements Response {
        @Override
        public String toString() {
            return "roll back and keep the candidate out of traffic for " + Durations.text(keep);
        }
    }

    /** Leave everything as it is for a person. */
    record Halting() implements Response {
        @Override
        public String toString() {
            return "halt and leave all as it is";
        }
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }
}
