package dev.viridian.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Measures starting and stopping, for people: {@code java -cp … dev.viridian.local.process.Timings [rounds]}. */
public final class Timings {
    private final Path folder;
    private final int rounds;

    private Timings(Path folder, int rounds) {
        this.folder = folder;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        Path folder = Files.createTempDirectory("timings");
        Timings timings = new Timings(folder, rounds);
        System.out.println(ProcessHandle.allProcesses().count() + " processes on this machine");
        timings.measure("with setsid", Starter.setsidOfThisMachine());
        timings.measure("without setsid", Optional.empty());
        timings.measurePorts();
        for (String file : new String[] {"output.log", "process"}) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder.resolve("ports"));
        Files.delete(folder);
    }

    private void measure(String title, Optional<Path> setsid) throws IOException, InterruptedException {
        Starter starter = new Starter(ProcessTable.ofThisMachine(), setsid);
        Path record = folder.resolve("process");
        long[] bare = new long[rounds];
        long[] start = new long[rounds];
        long[] end = new long[rounds];
        long[] find = new long[rounds];
        long[] stop = new long[rounds];
        long[] stopFound = new long[rounds];
        for (int warm = 0; warm < 2; warm++) {
            for (int i = 0; i < rounds; i++) {
                Files.deleteIfExists(record);
                long begun = System.nanoTime();
                Process process = new ProcessBuilder("/bin/true").start();
                process.waitFor();
                bare[i] = System.nanoTime() - begun;

                begun = System.nanoTime();
                ManagedProcess ends = starter.start(Launch.of(folder, "/bin/true"), record);
                start[i] = System.nanoTime() - begun;
                if (ends.awaitExit(Duration.ofSeconds(5)).isEmpty()) {
                    throw new AssertionError("still there");
                }
                end[i] = System.nanoTime() - begun;

                Files.deleteIfExists(record);
                ManagedProcess sleeps = starter.start(Launch.of(folder, "/bin/sleep", "60"), record);
                begun = System.nanoTime();
                ManagedProcess found =
                        new Finder(ProcessTable.ofThisMachine()).find(record).orElseThrow();
                find[i] = System.nanoTime() - begun;
                stop[i] = sleeps.stop(Duration.ofSeconds(5)).took().toNanos();
                if (warm == 0 && i == 0) {
                    System.out.printf(
                            "%s: the very first start() %.2f ms, stop() %.2f ms%n",
                            title, start[0] / 1e6, stop[0] / 1e6);
                }
                if (found.isAlive()) {
                    throw new AssertionError("still there");
                }
                Files.deleteIfExists(record);
                starter.start(Launch.of(folder, "/bin/sleep", "60"), record);
                stopFound[i] = new Finder(ProcessTable.ofThisMachine())
                        .find(record)
                        .orElseThrow()
                        .stop(Duration.ofSeconds(5))
                        .took()
                        .toNanos();
            }
        }
        print(title + ": ProcessBuilder alone, /bin/true, start to end", bare);
        print(title + ": start() returns", start);
        print(title + ": start() to the end of /bin/true noticed", end);
        print(title + ": find()", find);
        print(title + ": stop() of a child", stop);
        print(title + ": stop() of one that was found", stopFound);
    }

    private void measurePorts() {
        Ports ports = Ports.in(folder.resolve("ports"));
        long[] reserve = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long begun = System.nanoTime();
            int port = ports.reserve("machine");
            reserve[i] = System.nanoTime() - begun;
            ports.release(port);
        }
        print("Ports.reserve(), the first one", reserve[0]);
        print("Ports.reserve()", reserve);
    }

    private static void print(String title, long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%-70s p50 %6.2f ms   p99 %6.2f ms%n",
                title, sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6);
    }
}
