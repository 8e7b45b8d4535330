package dev.viridian.local.router;

import dev.viridian.local.process.LogKeeper;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The main program of a detached router. Its arguments: folder, address to listen on, response timeout, and then, where it is to keep the logs
 * of machines, the folder below which they are and what each is called.
 */
final class RouterProcess {
    /** Another router lives in the folder: whoever started this one can talk to that one. */
    static final int ANOTHER_IS_THERE = 3;

    private RouterProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        RouterFolder folder = RouterFolder.at(Path.of(arguments[0]));
        Optional<FileLock> lock = folder.tryLock();
        if (lock.isEmpty()) {
            say("Another router lives in " + folder.path() + "; this one ends.");
            System.exit(ANOTHER_IS_THERE);
        }
        try (EmbeddedRouter listening =
                        EmbeddedRouter.listeningOn(Addresses.parse(arguments[1]), Duration.parse(arguments[2]));
                Router router = new RememberingRouter(listening, folder);
                ControlEndpoint control = ControlEndpoint.open(folder.socket(), router, RouterProcess::say)) {
            say("Process " + ProcessHandle.current().pid() + " listens on " + router.entry() + ", routes to "
                    + router.observed());
            keepLogs(arguments);
            control.awaitStop();
        } finally {
            // The lock is let go of by the end of the process alone: whoever gets it knows that this one is gone.
            Reference.reachabilityFence(lock);
        }
    }

    /** Until the process ends. */
    private static void keepLogs(String[] arguments) {
        if (arguments.length > 4) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            LogKeeper.of(Path.of(arguments[3]), arguments[4], RouterProcess::say)::close,
                            "log-keeper-end"));
        }
    }

    /** Its output is the folder's log. */
    private static void say(String line) {
        System.out.println(line);
    }
}
