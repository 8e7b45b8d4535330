package dev.viridian.testing.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Tasks that are done side by side. Whoever has nothing else to do starts the next of them. */
final class Group<T> {
    static final Group<?> NONE = new Group<>(List.of(), Limit.NONE);

    private final List<Callable<T>> tasks;
    private final @Nullable Object[] results;
    private final List<Throwable> failures = new ArrayList<>();
    private final Limit limit;
    private final int[] order;
    private int started;
    private int running;

    Group(List<Callable<T>> tasks, Limit limit) {
        this.tasks = tasks;
        this.limit = limit;
        this.results = new Object[tasks.size()];
        this.order = new int[tasks.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
    }

    /** The order in which they are started. */
    void swap(int one, int other) {
        int first = order[one];
        order[one] = order[other];
        order[other] = first;
    }

    boolean hasMoreToStart() {
        return started < order.length;
    }

    boolean isRunning() {
        return running > 0;
    }

    boolean isDone() {
        return !hasMoreToStart() && !isRunning();
    }

    void startNextOn(Strand strand) {
        int task = order[started++];
        running++;
        Limit before = strand.limit();
        strand.limit(limit);
        strand.beginTask();
        try {
            results[task] = tasks.get(task).call();
        } catch (Throwable thrown) {
            failures.add(thrown);
        } finally {
            strand.limit(before);
            running--;
        }
    }

    /** An error is nobody's result: where one was thrown it goes on. */
    void throwError() {
        for (Throwable failure : failures) {
            if (failure instanceof Error error) {
                throw error;
            }
        }
    }

    /** What they returned, in their order; what the first that failed has thrown, where one did. */
    @SuppressWarnings("unchecked") // Each task has put there what it returned.
    List<T> results() throws Exception {
        throwError();
        if (!failures.isEmpty()) {
            throw (Exception) failures.get(0);
        }
        return (List<T>) List.of(results);
    }
}
