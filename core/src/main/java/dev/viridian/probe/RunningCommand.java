package dev.viridian.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that was started to answer a question. It does not outlive this program. */
final class RunningCommand {
    /** How often the length of its output is looked at; its end is noticed at once. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Process process;
    private final CommandOutput output;
    private final Leash leash;

    private RunningCommand(Process process, CommandOutput output, Leash leash) {
        this.process = process;
        this.output = output;
        this.leash = leash;
    }

    static RunningCommand start(ProcessBuilder command, CommandOutput output) throws IOException, InterruptedException {
        Leash leash = new Leash(output);
        leash.takeUp();
        try {
            return new RunningCommand(leash.start(command), output, leash);
        } catch (IOException e) {
            leash.letGo();
            throw e;
        }
    }

    /** Waits for it to exit; otherwise the answer says what must be done about it. */
    Optional<String> waitFor(Deadline deadline) throws IOException, InterruptedException {
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

    int exitValue() {
        return process.exitValue();
    }

    /** Ends it and all that it started, if it is still there. */
    void end() throws InterruptedException {
        try {
            ProcessFamily.killIfAlive(process);
        } finally {
            leash.letGo();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
