package dev.viridian.testing.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Tasks that are done side by side. Whoever has nothing else to do starts the next of them. */
final class Group<T> {
    static final Group<?> NONE = new Group<>(List.of(), Limit.NONE);

    private final List<Callable<T>> tasks;
    private final List<Optional<T>> results;
    private final List<Throwable> failures = new ArrayList<>();
    private final Limit limit;
    private final int[] order;
    private int started;
    private int running;

    Group(List<Callable<T>> tasks, Limit limit) {
        this.tasks = tasks;
        this.limit = limit;
        this.results = new ArrayList<>(tasks.size());
        this.order = new int[tasks.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
            results.add(Optional.empty());
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
            results.set(task, Optional.of(tasks.get(task).call()));
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
    List<T> results() throws Exception {
        throwError();
        if (!failures.isEmpty()) {
            throw (Exception) failures.get(0);
        }
        List<T> all = new ArrayList<>(results.size());
        for (Optional<T> result : results) {
            all.add(result.orElseThrow());
        }
        return all;
    }
}
