package dev.viridian.benchmarks;

import com.sun.net.httpserver.HttpServer;
import dev.viridian.testing.aws.AwsEmulator;
import dev.viridian.testing.aws.EmulatorAbsentException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The same blue/green deployment to AWS, on the same emulator in one run: by Viridian, by a careful script with boto3 ({@code careful.py}), and by a program that does the same by the SDK alone.
 * Each deployment is a process of its own, in turns. First what it calls is counted between it and the emulator, then time is taken without that, for Java also with
 * an archive of classes and the options of {@code docs/aws.md}.
 *
 * <p>{@code -Drounds} is how many deployments of each are measured (0: calls are counted only), {@code -Dpace} the milliseconds between one look and the next, {@code -Dways} {@code listener}, {@code record} or both. Run by a JDK of 25 or later, an AOT cache stands for the archive.
 */
public final class AwsBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 9);
    private static final Duration PACE = Duration.ofMillis(Integer.getInteger("pace", 20));
    private static final List<String> WAYS =
            List.of(System.getProperty("ways", "listener,record").split(",", -1));
    private static final List<Integer> SIZES = List.of(4, 40, 400);

    /** From JDK 25 on classes are kept linked, too. */
    private static final boolean AHEAD = Runtime.version().feature() >= 25;

    private static final String KEPT = AHEAD ? "AOT cache" : "AppCDS";
    private static final String KEEPING = AHEAD ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    private static final String USING = AHEAD ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    private static final String STATE = "s3:";
    private static final String SDK = "the SDK alone";

    private final AwsEmulator emulator;
    private final CallsSeen calls;
    private final Path folder;
    private final URI health;
    private final String classPath;
    private final List<Contender> contenders;

    private AwsBenchmark(AwsEmulator emulator, CallsSeen calls, Path folder, URI health) throws IOException {
        this.emulator = emulator;
        this.calls = calls;
        this.folder = folder;
        this.health = health;
        this.classPath = Jars.classPath(folder);
        this.contenders = contenders();
    }

    /**
     * One of those that are compared.
     *
     * @param command what its arguments follow
     * @param archive where its classes are kept between one process and the next
     */
    private record Contender(String name, List<String> command, Optional<Path> archive) {}

    /** How long a process took, and how much of the processors. */
    private record Took(double seconds, double processor) {}

    /** Runs it and prints the figures. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("viridian-aws-benchmark");
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer machines = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        machines.setExecutor(threads);
        machines.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        machines.start();
        try (AwsEmulator emulator = AwsEmulator.moto();
                CallsSeen calls = new CallsSeen(emulator.endpoint())) {
            URI health = URI.create("http://127.0.0.1:" + machines.getAddress().getPort() + "/health");
            AwsBenchmark benchmark = new AwsBenchmark(emulator, calls, folder, health);
            for (String way : WAYS) {
                benchmark.compare(way);
            }
            benchmark.countBySize();
        } catch (EmulatorAbsentException absent) {
            System.out.println("Deployments to AWS were not compared. " + absent.getMessage());
        } finally {
            machines.stop(0);
            threads.shutdown();
            Folders.remove(folder);
        }
    }

    private List<Contender> contenders() throws IOException {
        List<Contender> all = new ArrayList<>();
        all.add(java("Viridian", ViridianOnAws.class, Optional.empty()));
        all.add(java(SDK, BareSdk.class, Optional.empty()));
        script().ifPresentOrElse(
                        all::add,
                        () -> System.out.println(
                                "There is no Python with boto3 beside moto: the script is left out. Install moto as docs/testing.md says; it brings boto3."));
        if (ROUNDS > 0) {
            all.add(java("Viridian, " + KEPT, ViridianOnAws.class, Optional.of(folder.resolve("viridian.jsa"))));
            all.add(java(SDK + ", " + KEPT, BareSdk.class, Optional.of(folder.resolve("bare.jsa"))));
        }
        return all;
    }

    private Contender java(String name, Class<?> program, Optional<Path> archive) {
        List<String> command = new ArrayList<>(List.of(Computer.java()));
        archive.ifPresent(file -> command.addAll(List.of(USING + file, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")));
        command.addAll(List.of("-cp", classPath, program.getName()));
        return new Contender(name, command, archive);
    }

    /** That which moto is installed in: moto needs boto3. */
    static Optional<Path> python() {
        return Optional.ofNullable(System.getenv("MOTO"))
                .map(Path::of)
                .or(() -> Computer.program("moto_server").map(Path::getParent))
                .map(programs -> programs.resolve("python"))
                .filter(Files::isExecutable);
    }

    private Optional<Contender> script() throws IOException {
        Path script = folder.resolve("careful.py");
        try (InputStream source = AwsBenchmark.class.getResourceAsStream("careful.py")) {
            Files.write(script, source.readAllBytes());
        }
        return python().map(program ->
                new Contender("a script with boto3", List.of(program.toString(), script.toString()), Optional.empty()));
    }

    private void compare(String way) throws Exception {
        emulator.reset();
        Map<Contender, AwsOrder> orders = new LinkedHashMap<>();
        Map<Contender, Map<String, Long>> counted = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            AwsOrder order = AwsAccount.make(emulator, way, "c" + orders.size(), 4, health, PACE);
            orders.put(contender, order);
            run(order.version("1.0"), contender, emulator.endpoint());
            prepare(order.version("1.1"), contender);
            if (contender.archive().isEmpty()) {
                counted.put(contender, counted(order.version("1.2"), contender));
            } else {
                run(order.version("1.2"), contender, emulator.endpoint());
            }
        }
        System.out.println("\n4 machines, by " + way + ": calls of a release that follows another");
        print(counted);
        if (ROUNDS > 0) {
            measure(way, orders);
        }
    }

    private void measure(String way, Map<Contender, AwsOrder> orders) throws Exception {
        Map<Contender, List<Took>> took = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<Contender, AwsOrder> each : orders.entrySet()) {
                AwsOrder order = each.getValue().version("2." + round);
                took.computeIfAbsent(each.getKey(), any -> new ArrayList<>())
                        .add(run(order, each.getKey(), emulator.endpoint()));
            }
        }
        System.out.printf("%n4 machines, by %s: medians of %d releases, each a process%n", way, ROUNDS);
        printTimes(took);
    }

    /** Keeps the classes that a deployment needs. */
    private void prepare(AwsOrder order, Contender contender) throws Exception {
        if (contender.archive().isEmpty()) {
            run(order, contender, emulator.endpoint());
            return;
        }
        List<String> command = contender.command().stream()
                .map(word -> word.replace(USING, KEEPING))
                .toList();
        Path archive = contender.archive().get();
        Files.deleteIfExists(archive);
        run(order, new Contender(contender.name(), command, Optional.empty()), emulator.endpoint());
        if (!Files.exists(archive)) {
            throw new IOException("No archive of classes was written: " + command);
        }
    }

    private Map<String, Long> counted(AwsOrder order, Contender contender) throws Exception {
        calls.take();
        run(order, contender, calls.endpoint());
        return calls.take();
    }

    private void countBySize() throws Exception {
        Map<String, Map<String, Long>> bySize = new LinkedHashMap<>();
        List<Contender> counted = contenders.stream()
                .filter(contender -> contender.archive().isEmpty())
                .filter(contender -> !contender.name().equals(SDK))
                .toList();
        for (Contender contender : counted) {
            for (int machines : SIZES) {
                emulator.reset();
                AwsOrder order = AwsAccount.make(emulator, AwsOrder.LISTENER, "s", machines, health, PACE);
                run(order.version("1.0"), contender, emulator.endpoint());
                bySize.put(contender.name() + ", " + machines, counted(order.version("1.1"), contender));
            }
        }
        System.out.println("\nCalls by the number of machines, without those of S3");
        bySize.forEach((who, seen) -> System.out.printf("%-32s %d%n", who, total(seen, false)));
    }

    /** From the start of the process to its end; the shell says what it used of the processors. */
    private Took run(AwsOrder order, Contender contender, URI endpoint) throws Exception {
        AwsAccount.upload(emulator, order);
        List<String> command = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%R %U %S'; time \"$@\"", "bash"));
        command.addAll(contender.command());
        command.addAll(order.arguments());
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().putAll(AwsAccount.environment(endpoint));
        Process started = process.start();
        String said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (started.waitFor() != 0) {
            throw new IOException(contender.name() + " failed with " + order + ":\n" + said);
        }
        String[] lines = said.strip().split("\n", -1);
        String[] figures = lines[lines.length - 1].split(" ", -1);
        return new Took(
                Double.parseDouble(figures[0]), Double.parseDouble(figures[1]) + Double.parseDouble(figures[2]));
    }

    private static long total(Map<String, Long> seen, boolean state) {
        return seen.entrySet().stream()
                .filter(call -> call.getKey().startsWith(STATE) == state)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static void print(Map<Contender, Map<String, Long>> counted) {
        TreeSet<String> kinds = new TreeSet<>();
        counted.values().forEach(seen -> kinds.addAll(seen.keySet()));
        StringBuilder head = new StringBuilder(String.format("%-52s", ""));
        counted.keySet().forEach(contender -> head.append(String.format("%22s", contender.name())));
        System.out.println(head);
        for (String kind : kinds) {
            printRow(kind, counted, seen -> seen.getOrDefault(kind, 0L));
        }
        printRow("all but S3", counted, seen -> total(seen, false));
        printRow("S3: artifact and journal", counted, seen -> total(seen, true));
    }

    private interface Figure {
        long of(Map<String, Long> seen);
    }

    private static void printRow(String kind, Map<Contender, Map<String, Long>> counted, Figure figure) {
        StringBuilder row = new StringBuilder(String.format("%-52s", kind));
        counted.values().forEach(seen -> row.append(String.format("%22d", figure.of(seen))));
        System.out.println(row);
    }

    private static void printTimes(Map<Contender, List<Took>> took) {
        took.forEach((contender, all) -> System.out.printf(
                Locale.ROOT,
                "%-24s %5.2f s (%.2f to %.2f), processor %5.2f s%n",
                contender.name(),
                median(all.stream().map(Took::seconds).toList()),
                all.stream().mapToDouble(Took::seconds).min().orElseThrow(),
                all.stream().mapToDouble(Took::seconds).max().orElseThrow(),
                median(all.stream().map(Took::processor).toList())));
        printRatio(took, "Viridian", SDK);
        printRatio(took, "Viridian, " + KEPT, SDK + ", " + KEPT);
    }

    private static void printRatio(Map<Contender, List<Took>> took, String one, String other) {
        List<Double> seconds = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Took first = named(took, one).get(i);
            Took second = named(took, other).get(i);
            seconds.add(first.seconds() / second.seconds());
            processor.add(first.processor() / second.processor());
        }
        System.out.printf(
                Locale.ROOT,
                "  %s against %s: %.2f of the time, %.2f of the processor (medians of the rounds)%n",
                one,
                other,
                median(seconds),
                median(processor));
    }

    private static List<Took> named(Map<Contender, List<Took>> took, String name) {
        return took.entrySet().stream()
                .filter(each -> each.getKey().name().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }
}
