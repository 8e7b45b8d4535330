package dev.viridian.local;

import dev.viridian.MachineId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** What runs that a test has started. */
public final class Leftovers {
    private Leftovers() {}

    /** Processes whose working folder is in that folder, the dead that nobody has buried yet aside. */
    public static Set<String> runningIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> workingFolder(process).startsWith(folder.toString()))
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse(""))
                .collect(Collectors.toSet());
    }

    /** Kills the process of a machine, as {@code kill -9} does it, and returns when it is dead: the moment at which it was. */
    static Instant kill(Path folder, MachineId machine) {
        ProcessHandle.allProcesses()
                .filter(process -> workingFolder(process).startsWith(folder.toString()))
                .filter(process -> environment(process).contains("VIRIDIAN_MACHINE=" + machine + "\0"))
                .forEach(process -> {
                    process.destroyForcibly();
                    process.onExit().join();
                });
        return Instant.now();
    }

    private static String environment(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ")) + "\0";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String workingFolder(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .toString();
        } catch (IOException goneOrDead) {
            return "";
        }
    }
}
