package dev.viridian.testing.host;

import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/** Virtual time, which moves only when somebody waits, and tasks that are done one after the other in an order of the seed. */
final class HostClock implements Time, Tasks {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WITHOUT_LIMIT = Duration.ofHours(1);

    private final Deque<Instant> limits = new ArrayDeque<>();
    private final Random order = new Random(42);
    private Instant now = START;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        now = now.plus(duration);
    }

    /** To the moment at which whoever waits gives up. */
    void passUntilTheLimit() {
        Instant limit = limits.isEmpty() ? now.plus(WITHOUT_LIMIT) : limits.peek();
        now = limit.isAfter(now) ? limit : now;
    }

    /** Time that something takes. */
    void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** What was killed then has taken no longer. */
    void backTo(Instant killed) {
        now = killed;
    }

    @Override
    public <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        List<Integer> turns = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            turns.add(task);
        }
        Collections.shuffle(turns, order);
        List<T> results = new ArrayList<>(Collections.nCopies(tasks.size(), null));
        List<Exception> failures = new ArrayList<>();
        for (int task : turns) {
            try {
                results.set(task, tasks.get(task).call());
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return results;
    }

    @Override
    public <T> T within(Duration limit, Callable<T> task) throws Exception {
        Instant end = now.plus(limit);
        limits.push(limits.isEmpty() || end.isBefore(limits.peek()) ? end : limits.peek());
        try {
            T result = task.call();
            if (now.isAfter(end)) {
                throw new TimeoutException();
            }
            return result;
        } catch (NoAnswer hung) {
            throw new TimeoutException();
        } finally {
            limits.pop();
        }
    }
}
