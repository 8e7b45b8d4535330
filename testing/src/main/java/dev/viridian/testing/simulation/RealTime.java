package dev.viridian.testing.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Finds out whether code waits for real, without looking at a clock. The JVM counts how often a thread has waited. Where code that does
 * not use the world made that number grow, it either waited for a lock for a moment, which is nobody's fault, or it slept or waited for
 * another thread. It is called once more with its thread interrupted: then whatever sleeps throws where it does, and what takes a lock
 * does not. A {@link Lookout} ends long waits.
 */
final class RealTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int DEEPEST_CAUSE = 10;

    private RealTime() {}

    /**
     * Calls the code.
     *
     * @param uses how often the world was used; code that uses it waits for its turn there, as it must
     * @throws RealTimeUsed when it waits for real
     */
    static <T> T watch(LongSupplier uses, Callable<T> code) throws Exception {
        long before = uses.getAsLong();
        long waited = waited();
        Lookout.Watch watch = Lookout.over(Thread.currentThread());
        Callable<T> outcome = outcomeOf(code);
        requireNoneFound(watch);
        if (uses.getAsLong() == before && waited() > waited) {
            requireThatItDoesNotWait(code);
        }
        return outcome.call();
    }

    /**
     * Does work that is not looked at call by call.
     *
     * @throws RealTimeUsed when it is found in a long wait for real
     */
    static <T> T refuseLongWaits(Supplier<T> work) {
        Lookout.Watch watch = Lookout.over(Thread.currentThread());
        T done;
        try {
            done = work.get();
        } catch (RuntimeException | Error thrown) {
            requireNoneFound(watch);
            throw thrown;
        }
        requireNoneFound(watch);
        return done;
    }

    private static void requireNoneFound(Lookout.Watch watch) {
        watch.end();
        if (watch.found().isPresent()) {
            throw RealTimeUsed.at(watch.found().get());
        }
    }

    /** What comes of it, later. */
    private static <T> Callable<T> outcomeOf(Callable<T> code) {
        try {
            T result = code.call();
            return () -> result;
        } catch (Exception thrown) {
            return () -> {
                throw thrown;
            };
        } catch (Error thrown) {
            return () -> {
                throw thrown;
            };
        }
    }

    private static long waited() {
        return THREADS.getThreadInfo(Thread.currentThread().getId()).getWaitedCount();
    }

    private static void requireThatItDoesNotWait(Callable<?> code) {
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        Optional<InterruptedException> interrupted = Optional.empty();
        Thread.currentThread().interrupt();
        try {
            code.call();
        } catch (Throwable thrown) {
            interrupted = interruption(thrown);
        }
        boolean untouched = Thread.interrupted();
        if (interrupted.isPresent()) {
            throw RealTimeUsed.at(interrupted.get().getStackTrace());
        } else if (!untouched) {
            throw RealTimeUsed.somewhere();
        }
    }

    private static Optional<InterruptedException> interruption(Throwable thrown) {
        Throwable cause = thrown;
        for (int deep = 0; cause != null && deep < DEEPEST_CAUSE; deep++) {
            if (cause instanceof InterruptedException interrupted) {
                return Optional.of(interrupted);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
