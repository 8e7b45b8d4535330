package dev.viridian.testing;

import dev.viridian.Candidate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The runs that are going on, by number. JUnit makes extensions itself and hands them only texts, so a run tells its extension a number,
 * and the extension finds the run here: neither threads nor classes are shared keys, as the tests of one run may use several threads
 * and two runs may use one class.
 */
final class Candidates {
    /** The configuration parameter that holds the number. */
    static final String PARAMETER = "dev.viridian.testing.run";

    private static final Map<String, Run> RUNS = new ConcurrentHashMap<>();
    private static final AtomicLong COUNT = new AtomicLong();

    private Candidates() {}

    static Run begin(Candidate candidate) {
        Run run = new Run(String.valueOf(COUNT.incrementAndGet()), candidate);
        RUNS.put(run.number(), run);
        return run;
    }

    static Optional<Run> find(String number) {
        return Optional.ofNullable(RUNS.get(number));
    }

    /**
     * A run of tests against a candidate.
     *
     * @param number tells it from others
     * @param candidate what is tested
     */
    record Run(String number, Candidate candidate) implements AutoCloseable {
        boolean isOver() {
            return find(number).isEmpty();
        }

        @Override
        public void close() {
            RUNS.remove(number);
        }
    }
}
