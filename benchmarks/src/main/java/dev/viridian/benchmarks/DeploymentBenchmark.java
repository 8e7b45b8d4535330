package dev.viridian.benchmarks;

import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;

import dev.viridian.Deployment;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.local.LocalPlatform;
import dev.viridian.probe.RealProbes;
import dev.viridian.report.DeploymentResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * How long a whole blue/green deployment on this machine takes beyond what the application itself takes to boot: with nothing to drain, and
 * with a request of 200 ms in flight to the former environment.
 *
 * <p>What the application takes by itself is measured in the same run, round by round: the same command is started by hand and asked every
 * millisecond until it answers, and then asked to end. How long it took to boot in a deployment it says itself, as no two boots take the
 * same time. Where HAProxy is installed, the same application is deployed by a shell script
 * and it, too. {@code -DwarmUp} is how many rounds go before those that are measured, {@code -Drounds} is how many these are,
 * {@code -Dtimeline=true} prints what happened in each deployment, {@code -Djava.io.tmpdir} is where all of it is kept meanwhile.
 */
public final class DeploymentBenchmark {
    private static final int WARM_UP = Integer.getInteger("warmUp", 100);
    private static final int ROUNDS = Integer.getInteger("rounds", 50);
    private static final List<String> COMMAND = List.of(
            "{java}",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx32m",
            "-cp",
            ".",
            TinyApplication.class.getName());

    private final LocalPlatform platform;
    private final Path folder;
    private final Optional<ScriptedDeployment> scripted;
    private int release;

    private DeploymentBenchmark(LocalPlatform platform, Path folder, Optional<ScriptedDeployment> scripted) {
        this.platform = platform;
        this.folder = folder;
        this.scripted = scripted;
    }

    /** Runs it and prints the figures. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("viridian-benchmark");
        try (LocalPlatform platform = LocalPlatform.application("tiny")
                .runs(COMMAND.get(0), COMMAND.subList(1, COMMAND.size()).toArray(String[]::new))
                .in(folder.resolve("platform"))
                .open()) {
            compared(platform, folder);
        }
        Folders.remove(folder);
    }

    private static void compared(LocalPlatform platform, Path folder) throws Exception {
        Optional<Path> haproxy = Haproxy.executable();
        if (haproxy.isEmpty()) {
            System.out.println("HAProxy is not installed: there is no deployment by a script to compare with.");
            new DeploymentBenchmark(platform, folder, Optional.empty()).run();
            return;
        }
        try (ScriptedDeployment scripted = ScriptedDeployment.in(folder, haproxy.get())) {
            new DeploymentBenchmark(platform, folder, Optional.of(scripted)).run();
        }
    }

    private void run() throws Exception {
        List<Alone> alone = new ArrayList<>();
        List<Deployed> idle = new ArrayList<>();
        List<Deployed> draining = new ArrayList<>();
        List<Duration> byScript = new ArrayList<>();
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            Alone application = alone();
            Deployed nothingToDrain = deploy();
            Deployed somethingToDrain = deployWhileInFlight();
            Optional<Duration> script =
                    scripted.isPresent() ? Optional.of(scripted.get().deploy(nextRelease())) : Optional.empty();
            if (i >= WARM_UP) {
                alone.add(application);
                idle.add(nothingToDrain);
                draining.add(somethingToDrain);
                script.ifPresent(byScript::add);
            }
        }
        Duration boot = median(alone.stream().map(Alone::boot).toList());
        print("the application's own boot", alone.stream().map(Alone::boot).toList());
        print("the application's own end", alone.stream().map(Alone::end).toList());
        printWithBeyond("deployment, nothing to drain", wholes(idle), boot);
        print(
                "  the application's boot in it",
                idle.stream().map(Deployed::boot).toList());
        print("  all but that boot", idle.stream().map(Deployed::beyondItsBoot).toList());
        printWithBeyond("deployment, 200 ms in flight", wholes(draining), boot);
        if (!byScript.isEmpty()) {
            printWithBeyond("by a script and HAProxy", byScript, boot);
        }
    }

    private static void printWithBeyond(String what, List<Duration> whole, Duration boot) {
        print(what, whole);
        print(
                "  beyond the boot by itself",
                whole.stream().map(one -> one.minus(boot)).toList());
    }

    private static List<Duration> wholes(List<Deployed> deployments) {
        return deployments.stream().map(Deployed::whole).toList();
    }

    /**
     * What a deployment took.
     *
     * @param boot from the moment when it was known that the process is started until the application had answered once, which it says itself
     */
    private record Deployed(Duration whole, Duration boot) {
        Duration beyondItsBoot() {
            return whole.minus(boot);
        }
    }

    /** What the application takes without any deployment. */
    private record Alone(Duration boot, Duration end) {}

    private Alone alone() throws Exception {
        int port = Computer.freePort();
        Path classes = Path.of(TinyApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> command = new ArrayList<>(COMMAND);
        command.set(0, Computer.java());
        command.set(command.indexOf("."), classes.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("alone.log").toFile());
        builder.environment().put("PORT", Integer.toString(port));
        Machine machine = new Machine(new MachineId("alone"), "127.0.0.1", port, Machine.State.RUNNING, "");
        RealProbes probes = RealProbes.create();
        long start = System.nanoTime();
        Process process = builder.start();
        while (!probes.ask(http("/health"), machine, Duration.ofSeconds(1)).well()) {
            Thread.sleep(1);
        }
        long ready = System.nanoTime();
        process.destroy();
        process.waitFor();
        return new Alone(Duration.ofNanos(ready - start), Duration.ofNanos(System.nanoTime() - ready));
    }

    private Deployed deploy() throws Exception {
        Deployment deployment = Deployment.blueGreen()
                .artifact(nextRelease().toUri())
                .healthCheck(http("/health")
                        .every(Duration.ofMillis(1))
                        .consecutively(3)
                        .within(Duration.ofSeconds(10)))
                .keepWarm(Duration.ZERO)
                .onFailure(rollBack())
                .notifying(message -> {});
        long start = System.nanoTime();
        DeploymentResult result = Deployer.on(platform).deploy(deployment).orElseThrow();
        Duration whole = Duration.ofNanos(System.nanoTime() - start);
        if (Boolean.getBoolean("timeline")) {
            System.out.println(result.timeline());
        }
        return new Deployed(whole, Duration.between(started(result), booted()));
    }

    private static Instant started(DeploymentResult result) {
        return result.events().stream()
                .filter(Event.EffectDone.class::isInstance)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nothing was done in " + result.timeline()))
                .at();
    }

    private Instant booted() throws IOException {
        return Instant.parse(answerOf("/booted"));
    }

    private String answerOf(String path) throws IOException {
        try (InputStream answer = platform.entry().resolve(path).toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A request is sent to the former environment so that it is in flight when the traffic is switched. */
    private Deployed deployWhileInFlight() throws Exception {
        Thread request = new Thread(() -> {
            try {
                answerOf("/slow");
            } catch (IOException e) {
                System.out.println("The request in flight failed: " + e);
            }
        });
        request.start();
        Deployed deployed = deploy();
        request.join();
        return deployed;
    }

    private static void print(String what, List<Duration> durations) {
        List<Duration> sorted = new ArrayList<>(durations);
        Collections.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-32s median %6.1f ms   90 %% %6.1f ms   longest %6.1f ms%n",
                what,
                millis(median(durations)),
                millis(sorted.get(sorted.size() * 9 / 10)),
                millis(sorted.get(sorted.size() - 1)));
    }

    private static Duration median(List<Duration> durations) {
        List<Duration> sorted = new ArrayList<>(durations);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private Path nextRelease() throws IOException {
        Path archive = folder.resolve("tiny-1." + release++ + ".tar.gz");
        String name = TinyApplication.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file));
                InputStream code = DeploymentBenchmark.class.getClassLoader().getResourceAsStream(name)) {
            put(tar, name, Objects.requireNonNull(code, name).readAllBytes());
            put(tar, "version", archive.toString().getBytes(StandardCharsets.UTF_8));
        }
        return archive;
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
