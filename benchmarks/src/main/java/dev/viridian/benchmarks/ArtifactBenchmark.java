package dev.viridian.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.viridian.Artifact;
import dev.viridian.Revision;
import dev.viridian.artifact.HttpArtifactStore;
import dev.viridian.artifact.Limits;
import dev.viridian.artifact.Unpacker;
import dev.viridian.aws.S3ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Fetching from a web server of this machine, proving and unpacking a large {@code tar.gz}: Viridian in a process of its own, with a heap of
 * 64 MB and its start included, against {@code curl}, {@code sha256sum} and {@code tar} in turn, and against a pipe of them with
 * {@code igzip} where that is installed. Then the same from that server as if it were S3, which gives each connection {@code -DmegabytesASecond} at most, against {@code download_file} of boto3, which {@code aws s3 cp} calls, in the
 * place of {@code curl}, where there is a Python with boto3 beside moto. One round of each, in turns, so that whatever else the machine does befalls all.
 *
 * <p>{@code -Dmegabytes} is about how large the archive is, {@code -Drounds} how many rounds are measured after one that is not,
 * {@code -Djava.io.tmpdir} where all of it is: on a disk it is the making of files that costs, which is the same for all.
 */
public final class ArtifactBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final long BYTES = Integer.getInteger("megabytes", 200) * 1_000_000L;
    private static final int FILE = 20_000;

    private static final String IN_TURN = """
            set -e
            curl -sf -o archive.tar.gz "$1"
            echo "$2  archive.tar.gz" | sha256sum -c --quiet
            mkdir app && tar -xzf archive.tar.gz -C app""";
    private static final String PIPED = """
            set -e -o pipefail
            mkdir app
            curl -sf "$1" | tee >(sha256sum >digest) | igzip -dc | tar -x -C app
            while [ ! -s digest ]; do sleep 0.001; done
            grep -q "$2" digest""";

    private static final String BOTO3_IN_TURN = """
            set -e
            "$0" -c 'import boto3; boto3.client("s3").download_file("releases", "archive.tar.gz", "archive.tar.gz")'
            echo "$2  archive.tar.gz" | sha256sum -c --quiet
            mkdir app && tar -xzf archive.tar.gz -C app""";

    private static final String PATH = "/archive.tar.gz";
    private static final String PATH_IN_S3 = "/releases" + PATH;
    private static final String IN_S3 = "s3:/" + PATH_IN_S3;

    /** What S3 gives to one connection. */
    private static final long A_SECOND = Integer.getInteger("megabytesASecond", 50) * 1_000_000L;

    private static final int PIECE = 1 << 17;

    private final Path folder;
    private final String server;
    private final String sha256;
    private final long bytes;
    private int count;

    private ArtifactBenchmark(Path folder, String server, String sha256, long bytes) {
        this.folder = folder;
        this.server = server;
        this.sha256 = sha256;
        this.bytes = bytes;
    }

    /** One of those that are compared, and how long it took in each round. */
    private record Contender(String name, List<String> command, List<Duration> rounds) {
        Contender(String name, List<String> command) {
            this(name, command, new ArrayList<>());
        }
    }

    /** Runs it and prints the figures; with arguments it is the process that unpacks. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            unpack(arguments[0], arguments[1], Long.parseLong(arguments[2]));
            return;
        }
        Path folder = Files.createTempDirectory("viridian-artifact");
        try {
            compare(folder);
        } finally {
            Folders.remove(folder);
        }
    }

    private static void unpack(String address, String sha256, long bytes) {
        Artifact artifact = Artifact.of(address).sha256(sha256);
        Unpacker.withLimits(Limits.standard())
                .unpack(
                        address.equals(IN_S3) ? new S3ArtifactStore() : new HttpArtifactStore(),
                        new PinnedArtifact(artifact, address, new Revision("1.0", sha256), bytes),
                        Path.of("app"));
    }

    private static void compare(Path folder) throws Exception {
        Path archive = folder.resolve("archive.tar.gz");
        String sha256 = write(archive);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext(PATH, exchange -> answer(exchange, archive, Long.MAX_VALUE));
        server.createContext(PATH_IN_S3, exchange -> answer(exchange, archive, A_SECOND));
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            new ArtifactBenchmark(folder, address, sha256, Files.size(archive)).run();
        } finally {
            server.stop(0);
            threads.shutdown();
        }
    }

    /** All of it, or the part that is asked for, as S3 does. */
    private static void answer(HttpExchange exchange, Path archive, long bytesASecond) throws IOException {
        long size = Files.size(archive);
        long from = 0;
        long to = size - 1;
        Optional<String> range =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
        if (range.isPresent()) {
            String[] bounds = range.get().substring("bytes=".length()).split("-", 2);
            from = Long.parseLong(bounds[0]);
            to = bounds[1].isEmpty() ? to : Math.min(to, Long.parseLong(bounds[1]));
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + size);
        }
        exchange.getResponseHeaders().set("ETag", "\"archive\"");
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        exchange.getResponseHeaders().set("Last-Modified", "Fri, 27 Nov 2026 00:00:00 GMT");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(range.isPresent() ? 206 : 200, to - from + 1);
        try (FileChannel file = FileChannel.open(archive);
                WritableByteChannel body = Channels.newChannel(exchange.getResponseBody())) {
            send(file, from, to, body, bytesASecond);
        }
    }

    private static void send(FileChannel file, long from, long to, WritableByteChannel body, long bytesASecond)
            throws IOException {
        if (bytesASecond == Long.MAX_VALUE) {
            file.transferTo(from, to - from + 1, body);
            return;
        }
        long start = System.nanoTime();
        for (long at = from; at <= to; at += PIECE) {
            file.transferTo(at, Math.min(PIECE, to - at + 1), body);
            long due = start + (at - from) * 1_000_000_000L / bytesASecond;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private void run() throws Exception {
        System.out.printf(Locale.ROOT, "%.0f MB, in %s%n", bytes / 1e6, folder);
        List<Contender> others = new ArrayList<>();
        others.add(new Contender("curl, sha256sum, tar in turn", script("bash", IN_TURN, PATH)));
        if (Computer.program("igzip").isPresent()) {
            others.add(new Contender("curl | tee | igzip | tar", script("bash", PIPED, PATH)));
        } else {
            System.out.println("igzip is not installed (Debian's package isal): the pipe with it was not measured.");
        }
        compare(
                new Contender(
                        "viridian, its start included",
                        ownProcess(
                                server + PATH,
                                home(ArtifactBenchmark.class) + File.pathSeparator + home(Unpacker.class))),
                others);
        compareFromS3();
    }

    private void compareFromS3() throws Exception {
        Optional<Path> python = AwsBenchmark.python();
        if (python.isEmpty()) {
            System.out.println("There is no Python with boto3 beside moto: nothing was fetched as from S3.");
            return;
        }
        compare(
                new Contender("viridian, from S3", ownProcess(IN_S3, Jars.classPath(folder))),
                List.of(
                        new Contender(
                                "boto3, sha256sum, tar", script(python.get().toString(), BOTO3_IN_TURN, PATH_IN_S3)),
                        new Contender("curl, sha256sum, tar", script("bash", IN_TURN, PATH_IN_S3))));
    }

    private void compare(Contender viridian, List<Contender> others) throws Exception {
        for (int round = 0; round <= ROUNDS; round++) {
            measure(viridian, round);
            for (Contender other : others) {
                measure(other, round);
            }
        }
        print(viridian.name(), viridian.rounds());
        for (Contender other : others) {
            print(other.name(), other.rounds());
            printRatio(viridian.rounds(), other.rounds());
        }
    }

    private void measure(Contender contender, int round) throws Exception {
        Duration took = timed(contender.command());
        if (round > 0) {
            contender.rounds().add(took);
        }
    }

    /** With the options that docs/provisioning.md gives for a machine, and on the class path what this takes, not all that other benchmarks take. */
    private List<String> ownProcess(String address, String classPath) {
        return List.of(
                Computer.java(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:Tier4InvocationThreshold=50000",
                "-XX:Tier4MinInvocationThreshold=6000",
                "-XX:Tier4CompileThreshold=150000",
                "-XX:Tier4BackEdgeThreshold=400000",
                "-cp",
                classPath,
                ArtifactBenchmark.class.getName(),
                address,
                sha256,
                Long.toString(bytes));
    }

    private static String home(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private List<String> script(String name, String text, String path) {
        return List.of("bash", "-c", text, name, server + path, sha256);
    }

    /** From the start of the process to its end, in a folder of its own that is removed afterwards. */
    private Duration timed(List<String> command) throws Exception {
        Path own = Files.createDirectory(folder.resolve("round-" + count++));
        long start = System.nanoTime();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(own.toFile()).inheritIO();
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL", server,
                        "AWS_DEFAULT_REGION", "eu-central-1",
                        "AWS_REGION", "eu-central-1",
                        "AWS_ACCESS_KEY_ID", "anybody",
                        "AWS_SECRET_ACCESS_KEY", "nothing"));
        int status = builder.start().waitFor();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (status != 0 || !Files.isDirectory(own.resolve("app/lib"))) {
            throw new IOException("Status " + status + " of " + command);
        }
        Folders.remove(own);
        return took;
    }

    private static void print(String what, List<Duration> rounds) {
        System.out.printf(
                Locale.ROOT,
                "%-30s median %5.2f s of %d%n",
                what,
                median(rounds).toMillis() / 1e3,
                rounds.size());
    }

    private static void printRatio(List<Duration> one, List<Duration> other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            ratios.add((double) one.get(i).toNanos() / other.get(i).toNanos());
        }
        System.out.printf(
                Locale.ROOT,
                "  ratio %.2f (median of the rounds)%n",
                ratios.stream().sorted().toList().get(ratios.size() / 2));
    }

    private static Duration median(List<Duration> rounds) {
        return rounds.stream().sorted().toList().get(rounds.size() / 2);
    }

    /** Files of about 20 kB that are compressed to about two thirds, as class files and libraries are. */
    private static String write(Path archive) throws Exception {
        Random random = new Random(42);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(archive), digest);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out, 1 << 16))) {
            for (int i = 0; Files.size(archive) < BYTES; i++) {
                byte[] content = content(random);
                TarArchiveEntry entry = new TarArchiveEntry("lib/" + i % 100 + "/file-" + i);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] content(Random random) {
        byte[] content = new byte[FILE / 2 + random.nextInt(FILE)];
        random.nextBytes(content);
        int word = 24;
        for (int at = 2 * word; at + word < content.length; at += word) {
            if (random.nextInt(5) < 2) {
                System.arraycopy(content, random.nextInt(at - word), content, at, word);
            }
        }
        return content;
    }
}
