package dev.viridian.testing.faults;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Does the same with each of many things, on several threads; which thread does which does not matter. */
final class Crew {
    private final int threads;
    private volatile boolean failed;

    Crew(int threads) {
        this.threads = threads;
    }

    <T> void each(Iterator<T> things, Consumer<T> work) {
        if (threads == 1) {
            things.forEachRemaining(work);
            return;
        }
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "viridian-exploration");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> hands = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                hands.add(executor.submit(() -> workOff(things, work)));
            }
            hands.forEach(Crew::await);
        } finally {
            executor.shutdownNow();
        }
    }

    /** What one hand cannot do none of them goes on with. */
    private <T> void workOff(Iterator<T> things, Consumer<T> work) {
        boolean done = false;
        try {
            for (Optional<T> next = next(things); next.isPresent(); next = next(things)) {
                work.accept(next.get());
            }
            done = true;
        } finally {
            if (!done) {
                failed = true;
            }
        }
    }

    private <T> Optional<T> next(Iterator<T> things) {
        synchronized (things) {
            return !failed && things.hasNext() ? Optional.of(things.next()) : Optional.empty();
        }
    }

    private static void await(Future<?> hand) {
        try {
            hand.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The exploration was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }
}
