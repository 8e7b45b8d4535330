package dev.viridian.local.process;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that this controller started: the system tells of its end at once, and how it ended. */
final class OwnChild implements Leader {
    private final Process process;
    private final CompletableFuture<Exit> exit;

    OwnChild(Process process) {
        this.process = process;
        this.exit = process.onExit().thenApply(OwnChild::exitOf);
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public Optional<Exit> exit() {
        if (process.isAlive()) {
            return Optional.empty();
        }
        // The future is completed by another thread, perhaps a moment later; whoever is first says when it was.
        exit.complete(exitOf(process));
        return Optional.of(exit.join());
    }

    @Override
    public void awaitExit(Deadline deadline) throws InterruptedException {
        boolean ignored = process.waitFor(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    }

    private static Exit exitOf(Process process) {
        return new Exit(OptionalInt.of(process.exitValue()), Instant.now());
    }
}
