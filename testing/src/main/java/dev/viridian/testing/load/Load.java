package dev.viridian.testing.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Users' traffic that never retries, so that a request which a router or an application loses is counted as lost.
 *
 * <pre>{@code
 * try (Load load = Load.on(entry).requestsPerSecond(2000).connections(64).path("/orders").start()) {
 *     deployer.deploy(orders);
 *     LoadReport report = load.stop();
 *     assertThat(report.failures()).isEmpty();
 * }
 * }</pre>
 *
 * <p>It is an open loop: requests fall due at a fixed rate whether or not earlier ones were answered, and latency counts
 * from when a request was due, so that a stall is seen by every request that it kept waiting. Each connection is a
 * thread with a plain socket. A connection that the other side closed while it was idle is opened again; only when a
 * request was lost by it does that count as a failure.
 *
 * <p>Some twenty bytes are kept for each request. Safe for use by several threads.
 */
public final class Load implements AutoCloseable {
    private final LoadSetup setup;
    private final Outcomes outcomes = new Outcomes();
    private final Schedule schedule;
    private final List<Thread> threads;

    Load(LoadSetup setup) {
        this.setup = setup;
        this.schedule = new Schedule(setup.requestsPerSecond());
        this.threads = IntStream.rangeClosed(1, setup.connections())
                .mapToObj(number -> new Thread(this::user, "viridian-load-" + number))
                .toList();
        threads.forEach(thread -> thread.setDaemon(true));
        threads.forEach(Thread::start);
    }

    /** Traffic to an entry, for example {@code http://127.0.0.1:8080}: 100 requests a second to {@code /} by 8 connections. */
    public static LoadSetup on(URI entry) {
        return LoadSetup.on(entry);
    }

    /** What has happened until now; the load goes on. */
    public LoadReport soFar() {
        return outcomes.report();
    }

    /** Sends no more requests, waits for the answers to those that were sent, and says what happened. */
    public LoadReport stop() {
        schedule.end();
        threads.forEach(LockSupport::unpark);
        threads.forEach(this::join);
        return outcomes.report();
    }

    /** As {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    private void join(Thread thread) {
        // An answer is read in pieces, each of which may take the timeout; a server that drips for ever must not hang
        // us.
        Duration longest = setup.timeout().multipliedBy(2).plusSeconds(5);
        try {
            thread.join(longest.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("The load's thread " + thread.getName() + " has not ended within "
                    + longest.toSeconds() + " s: " + setup.entry() + " neither answers nor stops answering.");
        }
    }

    private void user() {
        try (Connection connection = new Connection(setup)) {
            for (long due = schedule.awaitNext(); due != Schedule.ENDED; due = schedule.awaitNext()) {
                outcomes.add(connection.request(), TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due));
            }
        }
    }
}
