package dev.viridian.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Counts what became of tests. JUnit may call it from several threads at a time. */
final class Results implements TestExecutionListener {
    private static final int MOST_TOLD = 10;
    private static final int DEEPEST_CAUSE = 20;

    private final Candidates.Run run;
    private final TestPlan plan;
    private final Set<String> passed = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private final Set<String> skipped = new HashSet<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final List<Throwable> thrown = new ArrayList<>();

    Results(Candidates.Run run, TestPlan plan) {
        this.run = run;
        this.plan = plan;
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier identifier, String reason) {
        skip(identifier, reason);
    }

    @Override
    public synchronized void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        Throwable cause = result.getThrowable().orElse(null);
        if (Thread.currentThread().isInterrupted() || isInterruption(cause)) {
            run.close();
        }
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            fail(identifier, cause == null ? new AssertionError("failed without saying why") : cause);
        } else if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            skip(identifier, cause == null ? "aborted" : TestNames.reason(cause));
        } else if (identifier.isTest()) {
            passed.add(identifier.getUniqueId());
        }
    }

    /** Tests often hand an interruption on as the cause of something else, and the flag of their thread is gone then. */
    private static boolean isInterruption(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int deep = 0; cause != null && deep < DEEPEST_CAUSE; deep++) {
            if (cause instanceof InterruptedException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Throws unless there was a test that passed and none that failed. */
    synchronized void requirePassed() throws InterruptedException {
        if (run.isOver()) {
            throw new InterruptedException("The tests were interrupted: " + summary() + told(failures));
        }
        if (!failures.isEmpty()) {
            AssertionError failure = new AssertionError(summary() + told(failures));
            thrown.forEach(failure::addSuppressed);
            throw failure;
        }
        if (passed.isEmpty()) {
            throw new AssertionError(summary() + told(reasons));
        }
    }

    /** For instance {@code 2 of 5 tests failed, 1 was skipped}. */
    synchronized String summary() {
        int all = passed.size() + failed.size() + skipped.size();
        String skips =
                skipped.isEmpty() ? "" : ", " + skipped.size() + (skipped.size() == 1 ? " was" : " were") + " skipped";
        if (failed.isEmpty() && !failures.isEmpty()) {
            return passed.size() + " of " + all + " tests passed" + skips + ", but what surrounds them failed";
        }
        return failed.isEmpty()
                ? passed.size() + " of " + all + " tests passed" + skips
                : failed.size() + " of " + all + " tests failed" + skips;
    }

    private void fail(TestIdentifier identifier, Throwable cause) {
        tests(identifier).filter(test -> !isSettled(test)).forEach(failed::add);
        failures.add(TestNames.of(identifier, plan) + ": " + TestNames.reason(cause));
        thrown.add(cause);
    }

    private void skip(TestIdentifier identifier, String reason) {
        tests(identifier).filter(test -> !isSettled(test)).forEach(skipped::add);
        reasons.add(TestNames.of(identifier, plan) + ": " + reason);
    }

    /**
     * A class whose preparation failed takes all of its tests with it, and JUnit reports only the class. A test that takes arguments has no
     * tests in it before it begins, and counts as one.
     */
    private Stream<String> tests(TestIdentifier identifier) {
        Stream<TestIdentifier> all = Stream.concat(Stream.of(identifier), plan.getDescendants(identifier).stream());
        return all.filter(test -> test.isTest() || plan.getChildren(test).isEmpty())
                .map(TestIdentifier::getUniqueId);
    }

    private boolean isSettled(String test) {
        return passed.contains(test) || failed.contains(test) || skipped.contains(test);
    }

    private static String told(List<String> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        String told = lines.stream().limit(MOST_TOLD).collect(Collectors.joining("; ", ": ", ""));
        return lines.size() > MOST_TOLD ? told + "; and " + (lines.size() - MOST_TOLD) + " more" : told;
    }
}
