package dev.viridian.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What is installed on this machine. */
final class Shell {
    private Shell() {}

    /** Whether a program of that name is on the path. */
    static boolean has(String program) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, program))
                .anyMatch(Files::isExecutable);
    }
}
