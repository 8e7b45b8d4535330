package dev.viridian.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tasks on threads of this process. */
final class ThreadTasks implements Tasks {
    private static final ExecutorService THREADS = TaskThreads.found();

    @Override
    public <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        if (tasks.size() == 1) {
            return List.of(tasks.get(0).call());
        }
        return results(THREADS.invokeAll(tasks));
    }

    @Override
    public <T> T within(Duration limit, Callable<T> task) throws Exception {
        Future<T> future = THREADS.submit(task);
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw causeOf(e);
        } catch (TimeoutException | InterruptedException | CancellationException e) {
            future.cancel(true);
            throw e;
        }
    }

    @Override
    public <T> Begun<T> begin(Callable<T> task) {
        Future<T> future = THREADS.submit(task);
        return new Begun<>() {
            @Override
            public T result() throws Exception {
                try {
                    return future.get();
                } catch (ExecutionException e) {
                    throw causeOf(e);
                }
            }

            @Override
            public void leave() {
                future.cancel(true);
            }
        };
    }

    private static <T> List<T> results(List<Future<T>> ended) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> future : ended) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw causeOf(e);
            }
        }
        return results;
    }

    private static Exception causeOf(ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Exception exception ? exception : failed;
    }
}
