package dev.viridian.benchmarks;

import dev.viridian.testing.load.Load;
import dev.viridian.testing.load.LoadReport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests per second in a closed loop over 64 connections. */
interface Throughput {
    int CONNECTIONS = 64;

    double of(URI entry, Duration duration) throws IOException;

    /** Of wrk where it is installed, else of a client in this process, which takes much of what it measures. */
    static Throughput best() {
        try {
            Process version =
                    new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start();
            version.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {});
            System.out.println("Closed loop by wrk, " + CONNECTIONS + " connections");
            return Throughput::byWrk;
        } catch (IOException absent) {
            System.out.println("wrk is not installed (apt-get install wrk): closed loop by a client in this process");
            return Throughput::byLoad;
        }
    }

    private static double byWrk(URI entry, Duration duration) throws IOException {
        Process wrk = new ProcessBuilder(
                        "wrk", "-t1", "-c" + CONNECTIONS, "-d" + duration.toSeconds() + "s", entry + "/")
                .redirectErrorStream(true)
                .start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = Pattern.compile("Requests/sec:\\s+([0-9.]+)").matcher(said);
        if (!rate.find() || said.contains("Non-2xx") || said.contains("Socket errors")) {
            throw new IOException("wrk did not get what was expected:\n" + said);
        }
        return Double.parseDouble(rate.group(1));
    }

    private static double byLoad(URI entry, Duration duration) {
        // A rate that nobody reaches, so that each connection asks again as soon as it was answered.
        try (Load load = Load.on(entry)
                .requestsPerSecond(10_000_000)
                .connections(CONNECTIONS)
                .start()) {
            LockSupport.parkNanos(duration.toNanos());
            LoadReport report = load.stop();
            return (double) report.sent() / duration.toSeconds();
        }
    }
}
