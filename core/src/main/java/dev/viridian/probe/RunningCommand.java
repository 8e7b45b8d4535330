package dev.viridian.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that was started to answer a question. */
final class RunningCommand {
    /** How often the length of its output is looked at; its end is noticed at once. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private static final Duration DYING = Duration.ofSeconds(1);

    private final Process process;

    RunningCommand(Process process) {
        this.process = process;
    }

    /** Waits for it to exit; otherwise the answer says what must be done about it. */
    Optional<String> waitFor(Deadline deadline, CommandOutput output) throws IOException, InterruptedException {
        while (!process.waitFor(shorter(LOOK, deadline.left()).toNanos(), TimeUnit.NANOSECONDS)) {
            if (deadline.hasPassed()) {
                return Optional.of("because it had not exited " + deadline);
            }
            if (output.isTooLong()) {
                return Optional.of("because it wrote more than " + CommandOutput.MOST / 1024 / 1024 + " MiB");
            }
        }
        return Optional.empty();
    }

    /** Ends it and all that it started, if it is still there. */
    void kill() throws InterruptedException {
        if (process.isAlive()) {
            ProcessFamily.of(process.toHandle()).kill();
            process.waitFor(DYING.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
