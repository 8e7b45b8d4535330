package dev.viridian.local.haproxy;

import dev.viridian.local.haproxy.KeptAliveClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Code that waits, each on a thread of its own: in the pool that all share it may have the only one, of which a process's end is told, too. */
final class Beside {
    static final Executor THREADS = task -> new Thread(task, "beside-the-test").start();

    private Beside() {}

    /** The answer to {@code /slow}, when it comes. */
    static CompletableFuture<Answer> slowly(RunningHaproxy haproxy) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return KeptAliveClient.once(haproxy.port(), "/slow");
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                },
                THREADS);
    }
}
