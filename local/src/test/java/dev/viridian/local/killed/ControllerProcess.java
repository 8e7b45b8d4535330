package dev.viridian.local.killed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The process of a {@link Child}: it is killed as {@code kill -9} does it, or comes to its end. */
final class ControllerProcess {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Process process;
    private final BufferedReader output;
    private final List<String> said = new ArrayList<>();

    private ControllerProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ControllerProcess start(Mission mission) {
        return start(mission.arguments(), mission.environment());
    }

    /** One that is ready to begin, and does when it is told to. */
    static ControllerProcess readied(Mission mission) {
        List<String> arguments = new ArrayList<>(mission.arguments());
        arguments.add("wait");
        ControllerProcess controller = start(arguments, mission.environment());
        controller.awaitSaying(Child.READY);
        return controller;
    }

    /** Lets one begin that is ready. */
    void begin() {
        try (OutputStream input = process.getOutputStream()) {
            input.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ControllerProcess start(List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new ControllerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets it come to where it is to be killed, and kills it there; false where it came to its end instead. */
    boolean killWhereItStops() {
        boolean stops = awaitSaying(WatchedStore.STOPPED);
        kill();
        return stops;
    }

    /** Kills it that long after it began; false where it had come to its end by then. */
    boolean killAfter(Duration time) {
        awaitSaying(Mission.BEGINS);
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && process.isAlive(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(10)));
        }
        boolean alive = process.isAlive();
        kill();
        awaitSaying(Mission.ENDED);
        return alive;
    }

    /** Lets it come to its end, and says how long that took. */
    Duration awaitEnd() {
        awaitSaying(Mission.BEGINS);
        long start = System.nanoTime();
        boolean ended = awaitSaying(Mission.ENDED);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        while (awaitSaying("the end of its output")) {
            // it says how it went in several lines
        }
        if (!ended) {
            throw new AssertionError("A controller that nobody killed died. It said:\n" + said());
        }
        return took;
    }

    /** The keys of all that it changed in its store, in order. */
    List<String> writes() {
        return said.stream()
                .filter(line -> line.startsWith(WatchedStore.WRITES))
                .map(line -> line.substring(WatchedStore.WRITES.length()))
                .toList();
    }

    String said() {
        return String.join("\n", said);
    }

    /** By its handle: {@code Process.destroyForcibly} closes its output, too, and what it said last would be lost. */
    private void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Reads what it says until it says that; false at the end of all. */
    private boolean awaitSaying(String beginning) {
        CompletableFuture<?> late = new CompletableFuture<>()
                .completeOnTimeout(true, LONGEST.toSeconds(), TimeUnit.SECONDS)
                .thenRun(process.toHandle()::destroyForcibly);
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                if (line.startsWith(beginning)) {
                    return true;
                }
            }
            if (late.isDone()) {
                throw new AssertionError("A controller hung: it did not say '" + beginning + "' within "
                        + LONGEST.toSeconds() + " s. It said:\n" + said());
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            late.cancel(false);
        }
    }
}
