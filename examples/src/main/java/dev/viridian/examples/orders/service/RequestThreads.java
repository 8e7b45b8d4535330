package dev.viridian.examples.orders.service;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The threads that answer requests. They count what was handed to them, also what still waits for its turn. */
final class RequestThreads implements Executor, AutoCloseable {
    private static final int THREADS = 64;

    private final AtomicInteger names = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, this::thread);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int inFlight;

    private Thread thread(Runnable task) {
        return new Thread(task, "request-" + names.incrementAndGet());
    }

    @Override
    public void execute(Runnable request) {
        count(1);
        boolean accepted = false;
        try {
            threads.execute(() -> run(request));
            accepted = true;
        } finally {
            if (!accepted) {
                count(-1);
            }
        }
    }

    private void run(Runnable request) {
        try {
            request.run();
        } finally {
            count(-1);
        }
    }

    private void count(int change) {
        lock.lock();
        try {
            inFlight += change;
            if (inFlight == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is in flight; false when it still is after that time. */
    boolean awaitIdle(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (inFlight > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            return inFlight == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts what is still running, and waits for the threads to end. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
                Log.say("Requests are still running though they were interrupted");
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
