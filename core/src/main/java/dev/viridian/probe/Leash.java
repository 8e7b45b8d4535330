package dev.viridian.probe;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Holds a command to this program, which may be told to end at any moment: the command is ended with it, or it would run on beside the one
 * that the next program starts. How it ended then says nothing about the machine, so whoever waits for it hears no more of it.
 */
final class Leash {
    private final Thread atExit = new Thread(this::endAtExit, "viridian-command-exit");
    private final CommandOutput output;
    private Optional<Process> held = Optional.empty();
    private boolean exiting;

    Leash(CommandOutput output) {
        this.output = output;
    }

    /** Called before there is anything to hold: the program may end between the command's start and the next line. */
    void takeUp() throws InterruptedException {
        try {
            Runtime.getRuntime().addShutdownHook(atExit);
        } catch (IllegalStateException e) {
            waitForTheEnd();
        }
    }

    Process start(ProcessBuilder command) throws IOException, InterruptedException {
        Optional<Process> started = startUnlessExiting(command);
        if (started.isEmpty()) {
            waitForTheEnd();
        }
        return started.orElseThrow();
    }

    void letGo() throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            waitForTheEnd();
        }
    }

    private synchronized Optional<Process> startUnlessExiting(ProcessBuilder command) throws IOException {
        if (!exiting) {
            held = Optional.of(command.start());
        }
        return held;
    }

    private synchronized void endAtExit() {
        exiting = true;
        try {
            if (held.isPresent()) {
                ProcessFamily.killIfAlive(held.get());
            }
            output.delete();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("This program ends, and could not end the command of a question first.", e);
        }
    }

    /** Of the program, or of the waiting if that is interrupted. */
    private static void waitForTheEnd() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
