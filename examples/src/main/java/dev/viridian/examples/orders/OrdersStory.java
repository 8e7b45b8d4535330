package dev.viridian.examples.orders;

import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.local.LocalPlatform;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.load.Load;
import dev.viridian.testing.load.LoadReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Four releases of the orders service on this machine, under the load of users that never repeat a request: 1.0 is installed; 1.1
 * replaces it; 1.2 cannot reach its database, is rebuilt, and is rolled back; 1.3 has one machine that comes up sick, which alone is
 * rebuilt. No request fails.
 *
 * <p>Exits with 0 when all of that came true, and with 1 when it did not.
 */
public final class OrdersStory {
    private static final List<String> VERSIONS = List.of("1.0", "1.1", "1.2", "1.3");
    private static final int REQUESTS_PER_SECOND = 300;
    private static final int CONNECTIONS = 24;

    private final Path releases;
    private final PrintStream out;
    private final ProgressView view;

    OrdersStory(Path releases, PrintStream out) {
        this.releases = releases;
        this.out = out;
        this.view = ProgressView.on(out);
    }

    /**
     * Tells the story.
     *
     * @param arguments the folder of the releases; {@code examples/target/releases} without it
     */
    public static void main(String[] arguments) throws Exception {
        Path releases = Path.of(arguments.length > 0 ? arguments[0] : "examples/target/releases");
        if (!Files.exists(releases.resolve("orders-1.0.tar.gz"))) {
            System.err.println("There is no orders-1.0.tar.gz in " + releases.toAbsolutePath()
                    + ". Build it with: mvn -DskipTests package -pl examples -am");
            System.exit(2);
        }
        System.exit(new OrdersStory(releases, System.out).tell() ? 0 : 1);
    }

    /** Whether it went as it should. */
    boolean tell() throws Exception {
        Path folder = Files.createTempDirectory("viridian-story");
        try (view;
                OrdersDatabase database = OrdersDatabase.start(folder.resolve("database"));
                LocalPlatform platform = OrdersComputer.setup(folder, database).open()) {
            return tell(platform);
        } finally {
            remove(folder);
        }
    }

    private boolean tell(LocalPlatform platform) throws Exception {
        Deployer deployer = Deployer.on(platform).listening(view).as("the story");
        out.println("Orders come in at " + platform.entry() + "\n");

        DeploymentResult first = chapter(deployer, "1.0", "the first release");
        try (Load load = Load.on(platform.entry())
                .path("/orders")
                .requestsPerSecond(REQUESTS_PER_SECOND)
                .connections(CONNECTIONS)
                .start()) {
            view.watch(load);
            DeploymentResult second = chapter(deployer, "1.1", "a new release, under load");
            DeploymentResult third = chapter(deployer, "1.2", "its connection string is wrong by mistake");
            DeploymentResult fourth = chapter(deployer, "1.3", "one of its machines comes up sick");
            view.watchNothing();
            LoadReport report = load.stop();
            return epilogue(report, List.of(first, second, third, fourth));
        }
    }

    private DeploymentResult chapter(Deployer deployer, String version, String what) {
        Deployment deployment = OrdersDeployment.of(releases.resolve("orders-" + version + ".tar.gz"))
                .notifying(view);
        view.chapter(version, what);
        return deployer.deploy(deployment);
    }

    private boolean epilogue(LoadReport report, List<DeploymentResult> results) {
        SortedMap<String, Long> answers = report.answeredBy();
        out.println("Requests");
        out.printf(Locale.ROOT, "  %-20s %8d%n", "sent", report.sent());
        for (String version : VERSIONS) {
            out.printf(Locale.ROOT, "  %-20s %8d%n", "answered by " + version, answers.getOrDefault(version, 0L));
        }
        out.printf(Locale.ROOT, "  %-20s %8d%n", "failed", report.failed());
        out.printf(
                Locale.ROOT,
                "  %-20s %8s ms (median %s ms, longest %s ms)%n",
                "99 % within",
                millis(report.percentile(99)),
                millis(report.percentile(50)),
                millis(report.longest()));
        report.failures().forEach(failure -> out.println("  " + failure));
        boolean asTold = report.failed() == 0
                && !answers.containsKey("1.2")
                && results.stream()
                        .map(DeploymentResult::outcome)
                        .toList()
                        .equals(List.of(Outcome.DEPLOYED, Outcome.DEPLOYED, Outcome.ROLLED_BACK, Outcome.DEPLOYED));
        out.println(
                asTold
                        ? "\nNo request failed, and none reached 1.2."
                        : "\nThe story went otherwise than it should: " + results);
        return asTold;
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
