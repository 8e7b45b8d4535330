package dev.viridian.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What there is on the computer that is measured. */
final class Computer {
    private Computer() {}

    /** A program by its path, or by its name where it is on the path or among those for administrators. */
    static Optional<Path> program(String named) {
        return Stream.concat(
                        Stream.of(Path.of(named)),
                        Stream.concat(
                                        Stream.of("/usr/sbin"),
                                        Stream.of(System.getenv("PATH").split(":", -1)))
                                .map(folder -> Path.of(folder, named)))
                .filter(path -> Files.isExecutable(path) && !Files.isDirectory(path))
                .findFirst();
    }

    /** The Java that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A port that nothing listens on now. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
