package dev.viridian.local.haproxy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.viridian.local.process.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A real HAProxy on a free port, with a folder of its own; ends and leaves nothing when it is closed. */
public final class RunningHaproxy implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Path binary;
    private final Path folder;
    private final HaproxyConfiguration configuration;
    private Process process;

    private RunningHaproxy(Path binary, Path folder, HaproxyConfiguration configuration, String text)
            throws IOException {
        this.binary = binary;
        this.folder = folder;
        this.configuration = configuration;
        Files.writeString(folder.resolve("haproxy.cfg"), text);
        Files.createFile(configuration.map());
        this.process = begin();
    }

    /** With just what Viridian renders. */
    public static RunningHaproxy start() throws IOException {
        return start(UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** With what Viridian renders for another configuration, or with another text than what it renders. */
    static RunningHaproxy start(UnaryOperator<HaproxyConfiguration> change, UnaryOperator<String> edit)
            throws IOException {
        Optional<Path> binary = onThePath();
        assumeTrue(
                binary.isPresent(),
                "Skipped: there is no 'haproxy' on the PATH. Install it, for example by 'apt-get install haproxy'.");
        Path folder = Files.createTempDirectory("viridian-haproxy");
        int port = Ports.in(folder.resolve("ports")).reserve("haproxy");
        HaproxyConfiguration configuration =
                change.apply(HaproxyConfiguration.of("orders", URI.create("http://127.0.0.1:" + port))
                        .socket(folder.resolve("admin.sock"))
                        .directory(folder)
                        .machinesPerSlot(4));
        return new RunningHaproxy(binary.orElseThrow(), folder, configuration, edit.apply(configuration.render()));
    }

    public HaproxyConfiguration configuration() {
        return configuration;
    }

    int port() {
        return configuration.entry().getPort();
    }

    Path folder() {
        return folder;
    }

    void restart() throws IOException {
        end();
        process = begin();
    }

    /** As a reload that has read the folder's files, and takes over only after something was changed. */
    void reloadAround(Runnable change) throws IOException {
        Map<Path, String> before = files();
        change.run();
        Map<Path, String> after = files();
        replace(before);
        restart();
        replace(after);
    }

    private Map<Path, String> files() throws IOException {
        Map<Path, String> files = new HashMap<>();
        files.put(configuration.map(), Files.readString(configuration.map()));
        for (int slot = 1; slot <= configuration.slots(); slot++) {
            files.put(configuration.stateFile(slot), Files.readString(configuration.stateFile(slot)));
        }
        return files;
    }

    private static void replace(Map<Path, String> files) throws IOException {
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    /** As if the folder had been lost: the map is empty, and there are no states of servers. */
    void forget() throws IOException {
        Files.writeString(configuration.map(), "");
        forgetMachines();
    }

    void forgetMachines() throws IOException {
        for (int slot = 1; slot <= configuration.slots(); slot++) {
            Files.delete(configuration.stateFile(slot));
        }
    }

    void end() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
        end();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Process begin() throws IOException {
        Files.deleteIfExists(configuration.socket());
        Path log = folder.resolve("haproxy.log");
        Process started = new ProcessBuilder(
                        binary.toString(),
                        "-db",
                        "-f",
                        folder.resolve("haproxy.cfg").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!listens()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                started.destroyForcibly();
                throw new AssertionError("HAProxy did not start: " + Files.readString(log));
            }
            Thread.onSpinWait();
        }
        return started;
    }

    private boolean listens() {
        if (!Files.exists(configuration.socket())) {
            return false;
        }
        try {
            return !new RuntimeSocket(configuration.socket()).ask("show info").isEmpty();
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    private static Optional<Path> onThePath() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(each -> Path.of(each, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
