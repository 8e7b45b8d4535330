package dev.viridian.local.process;

import java.nio.file.Path;
import java.time.Duration;

/** A controller of its own for tests: starts a process, says its pid, and then waits to be ended. */
public final class Controller {
    private Controller() {}

    /** The folder, the mark, and the script that the process runs. */
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        Launch launch = Launch.of(folder, "/bin/sh", "-c", arguments[2])
                .with(Workplace.MARK, arguments[1])
                .withBasics();
        ManagedProcess process = ManagedProcess.start(launch, folder.resolve("process"));
        System.out.println(process.pid());
        if (process.awaitExit(Duration.ofMinutes(10)).isEmpty()) {
            throw new IllegalStateException("nobody ended this controller");
        }
    }
}
