package dev.viridian.local.haproxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Users that ask all the time over kept connections, and hold every answer against what was acknowledged when they asked. */
final class Load implements AutoCloseable {
    private static final String SWITCHING = "switching";

    private final int port;
    private final ExecutorService threads;
    private final List<CompletableFuture<Void>> users = new ArrayList<>();
    private volatile State acknowledged;
    private final AtomicLong answered = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /** A new one for each switch, so that two of the same name differ by identity. */
    private record State(String live, long number) {}

    Load(int port, int users, String live) {
        this.port = port;
        this.acknowledged = new State(live, 0);
        this.threads = Executors.newFixedThreadPool(users);
        for (int user = 0; user < users; user++) {
            Random random = new Random(user);
            this.users.add(CompletableFuture.runAsync(() -> ask(random), threads));
        }
    }

    void switchTo(String live, Runnable route) {
        long number = acknowledged.number();
        acknowledged = new State(SWITCHING, number + 1);
        route.run();
        acknowledged = new State(live, number + 2);
    }

    /** Waits until so many more requests were answered, or something went wrong. */
    void awaitAnswers(long more) {
        long goal = answered.get() + more;
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (answered.get() < goal && wrong.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("only " + answered.get() + " of " + goal + " requests were answered");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    long answered() {
        return answered.get();
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    @Override
    public void close() {
        over = true;
        threads.shutdown();
        users.forEach(CompletableFuture::join);
    }

    private void ask(Random random) {
        try (KeptAliveClient client = new KeptAliveClient(port)) {
            while (!over) {
                State before = acknowledged;
                KeptAliveClient.Answer answer = client.get("/");
                State after = acknowledged;
                boolean unexpected = before.equals(after)
                        && !before.live().equals(SWITCHING)
                        && !answer.body().equals(before.live());
                if (answer.status() != 200 || unexpected) {
                    wrong.add("expected " + before.live() + ", was given " + answer);
                }
                answered.incrementAndGet();
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(8_000)));
            }
        } catch (IOException failure) {
            wrong.add("failed: " + failure);
        }
    }
}
