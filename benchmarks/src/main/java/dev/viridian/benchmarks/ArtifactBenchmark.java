package dev.viridian.benchmarks;

import com.sun.net.httpserver.HttpServer;
import dev.viridian.Artifact;
import dev.viridian.Revision;
import dev.viridian.artifact.HttpArtifactStore;
import dev.viridian.artifact.Limits;
import dev.viridian.artifact.Unpacker;
import dev.viridian.spi.PinnedArtifact;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Fetching from a web server of this machine, proving and unpacking a large {@code tar.gz}: Viridian in a process of its own, with a heap of
 * 64 MB and its start included, against {@code curl}, {@code sha256sum} and {@code tar} in turn, and against a pipe of them with
 * {@code igzip} where that is installed. One round of each, in turns, so that whatever else the machine does befalls all.
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

    private final Path folder;
    private final String address;
    private final String sha256;
    private final long bytes;
    private int count;

    private ArtifactBenchmark(Path folder, String address, String sha256, long bytes) {
        this.folder = folder;
        this.address = address;
        this.sha256 = sha256;
        this.bytes = bytes;
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
                        new HttpArtifactStore(),
                        new PinnedArtifact(artifact, address, new Revision("1.0", sha256), bytes),
                        Path.of("app"));
    }

    private static void compare(Path folder) throws Exception {
        Path archive = folder.resolve("archive.tar.gz");
        String sha256 = write(archive);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/archive.tar.gz", exchange -> {
            exchange.sendResponseHeaders(200, Files.size(archive));
            try (OutputStream body = exchange.getResponseBody()) {
                Files.copy(archive, body);
            }
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/archive.tar.gz";
            new ArtifactBenchmark(folder, address, sha256, Files.size(archive)).run();
        } finally {
            server.stop(0);
            ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdown();
        }
    }

    private void run() throws Exception {
        boolean igzip = Computer.program("igzip").isPresent();
        List<Duration> viridian = new ArrayList<>();
        List<Duration> inTurn = new ArrayList<>();
        List<Duration> piped = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            List<Duration> unmeasured = new ArrayList<>();
            (round == 0 ? unmeasured : viridian).add(timed(ownProcess()));
            (round == 0 ? unmeasured : inTurn).add(timed(script(IN_TURN)));
            if (igzip) {
                (round == 0 ? unmeasured : piped).add(timed(script(PIPED)));
            }
        }
        System.out.printf(Locale.ROOT, "%.0f MB, in %s%n", bytes / 1e6, folder);
        print("viridian, its start included", viridian);
        print("curl, sha256sum, tar in turn", inTurn);
        printRatio(viridian, inTurn);
        if (igzip) {
            print("curl | tee | igzip | tar", piped);
            printRatio(viridian, piped);
        } else {
            System.out.println("igzip is not installed (Debian's package isal): the pipe with it was not measured.");
        }
    }

    /** With the options that docs/provisioning.md gives for a machine, and on the class path what this takes, not all that other benchmarks take. */
    private List<String> ownProcess() {
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
                home(ArtifactBenchmark.class) + File.pathSeparator + home(Unpacker.class),
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

    private List<String> script(String text) {
        return List.of("bash", "-c", text, "bash", address, sha256);
    }

    /** From the start of the process to its end, in a folder of its own that is removed afterwards. */
    private Duration timed(List<String> command) throws Exception {
        Path own = Files.createDirectory(folder.resolve("round-" + count++));
        long start = System.nanoTime();
        int status = new ProcessBuilder(command)
                .directory(own.toFile())
                .inheritIO()
                .start()
                .waitFor();
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
