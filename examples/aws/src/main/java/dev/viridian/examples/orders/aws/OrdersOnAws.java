package dev.viridian.examples.orders.aws;

import dev.viridian.aws.AwsPlatform;
import dev.viridian.engine.Deployer;
import dev.viridian.examples.orders.OrdersComputer;
import dev.viridian.examples.orders.OrdersDatabase;
import dev.viridian.examples.orders.ProgressView;
import dev.viridian.local.LocalPlatform;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.aws.AwsEmulator;
import dev.viridian.testing.aws.EmulatorAbsentException;
import dev.viridian.testing.load.Load;
import dev.viridian.testing.load.LoadReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The orders service on AWS, from nothing, on an emulator: the network, a load balancer, a bucket and an alarm are made, and then its releases are deployed while users come. What
 * calls AWS is what would call it in production.
 *
 * <p>Exits with 0 when all went as it should, with 1 when it did not, and with 2 when something is missing.
 */
public final class OrdersOnAws {
    private static final int REQUESTS_PER_SECOND = 50;
    private static final int CONNECTIONS = 8;
    private static final Duration PACE = Duration.ofMillis(100);

    private final Path releases;
    private final PrintStream out;
    private final CallsOfAws calls = new CallsOfAws();
    private final List<Row> rows = new ArrayList<>();

    OrdersOnAws(Path releases, PrintStream out) {
        this.releases = releases;
        this.out = out;
    }

    /** What came of one step of the day. */
    private record Row(
            OrdersReleases.Step step,
            DeploymentResult result,
            Duration took,
            CallsOfAws.Count calls,
            long requests,
            long failed) {
        boolean asExpected() {
            return result.outcome() == step.expected() && failed == 0;
        }
    }

    /**
     * Tells the story.
     *
     * @param arguments the folder of the releases; {@code examples/target/releases} without it
     */
    public static void main(String[] arguments) throws Exception {
        System.exit(exitCode(Path.of(arguments.length > 0 ? arguments[0] : "examples/target/releases")));
    }

    private static int exitCode(Path releases) throws Exception {
        if (!Files.exists(releases.resolve("orders-1.0.tar.gz"))) {
            System.err.println("There is no orders-1.0.tar.gz in " + releases.toAbsolutePath()
                    + ". Build it with: mvn -DskipTests package -pl examples -am");
            return 2;
        }
        try (AwsEmulator emulator = AwsEmulator.moto()) {
            return new OrdersOnAws(releases, System.out).tell(emulator) ? 0 : 1;
        } catch (EmulatorAbsentException absent) {
            System.err.println(absent.getMessage());
            return 2;
        }
    }

    /** Whether it went as it should. */
    boolean tell(AwsEmulator emulator) throws Exception {
        Path folder = Files.createTempDirectory("viridian-orders-on-aws");
        try (ProgressView view = ProgressView.on(out);
                Aws production = Aws.of(emulator, calls);
                Aws others = Aws.of(emulator);
                OrdersDatabase database = OrdersDatabase.start(folder.resolve("database"))) {
            OrdersAccount account = account(production, emulator);
            AwsPlatform routed = account.platform().open();
            try (LocalPlatform computer = OrdersComputer.setup(folder, database)
                            .artifactsFrom(routed.artifacts())
                            .open();
                    EmulatedMachines machines =
                            new EmulatedMachines(others, account.listener(), routed.artifacts(), computer);
                    AwsPlatform platform =
                            account.platform().asking(machines).pace(PACE).open()) {
                return tell(new OrdersReleases(account), platform, machines, view);
            }
        } finally {
            remove(folder);
        }
    }

    private OrdersAccount account(Aws aws, AwsEmulator emulator) throws IOException {
        String image = aws.ec2()
                .registerImage(request -> request.name("orders").rootDeviceName("/dev/xvda"))
                .imageId();
        OrdersAccount account =
                OrdersAccount.make(aws, OrdersNetwork.make(aws.ec2()), image, "orders-" + UUID.randomUUID());
        for (String version : List.of("1.0", "1.1", "1.2")) {
            account.upload(version, RequestBody.fromFile(releases.resolve("orders-" + version + ".tar.gz")));
        }
        out.println(
                "An account of " + emulator + " has a network of two subnets, the load balancer " + account.dnsName()
                        + ",\na launch template, an alarm, and a bucket with three releases: " + account.release("1.0")
                        + "\nIts instances are processes of this machine, which a router of this machine stands before as moto's load balancer says.\n");
        return account;
    }

    private boolean tell(OrdersReleases day, AwsPlatform platform, EmulatedMachines machines, ProgressView view) {
        Deployer deployer = Deployer.on(platform).listening(view).as("the story");
        List<OrdersReleases.Step> steps = day.steps(deployment -> deployment.notifying(view));
        rows.add(done(steps.get(0), deployer, view, Optional.empty()));
        try (Load load = Load.on(machines.entry())
                .path("/orders")
                .requestsPerSecond(REQUESTS_PER_SECOND)
                .connections(CONNECTIONS)
                .start()) {
            view.watch(load);
            steps.stream().skip(1).forEach(step -> rows.add(done(step, deployer, view, Optional.of(load))));
            view.watchNothing();
            return epilogue(load.stop(), platform, machines);
        }
    }

    private Row done(OrdersReleases.Step step, Deployer deployer, ProgressView view, Optional<Load> load) {
        view.chapter(step.version(), step.what());
        CallsOfAws.Count before = calls.soFar();
        Optional<LoadReport> usersBefore = load.map(Load::soFar);
        long started = System.nanoTime();
        DeploymentResult result = step.done().apply(deployer);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        Optional<LoadReport> users = load.map(Load::soFar);
        return new Row(
                step,
                result,
                took,
                calls.soFar().since(before),
                users.map(LoadReport::sent).orElse(0L)
                        - usersBefore.map(LoadReport::sent).orElse(0L),
                users.map(LoadReport::failed).orElse(0L)
                        - usersBefore.map(LoadReport::failed).orElse(0L));
    }

    private boolean epilogue(LoadReport users, AwsPlatform platform, EmulatedMachines machines) {
        out.printf("%-8s %-42s %-12s %7s   %17s   %5s   %20s%n", "", "", "", "", "calls of AWS", "of S3", "users");
        out.printf(
                "%-8s %-42s %-12s %7s   %8s %8s   %5s   %12s %7s%n",
                "release", "what happened", "outcome", "took", "look", "change", "", "requests", "failed");
        rows.forEach(this::print);
        out.println();
        users.failures().forEach(failure -> out.println("  " + failure));
        machines.trouble().ifPresent(trouble -> out.println("  The machines of this story are in trouble: " + trouble));
        boolean asTold = rows.stream().allMatch(Row::asExpected)
                && users.failed() == 0
                && machines.trouble().isEmpty()
                && !users.answeredBy().containsKey("1.2")
                && platform.environments().list().size() == 1;
        out.println(
                asTold
                        ? "No request failed, none was answered by 1.2, and one environment is left: "
                                + platform.environments().list().get(0)
                        : "The day went otherwise than it should. Answered by " + users.answeredBy() + ", left: "
                                + platform.environments().list());
        return asTold;
    }

    private void print(Row row) {
        out.printf(
                Locale.ROOT,
                "%-8s %-42s %-12s %5.1f s   %8d %8d   %5d   %12d %7d%s%n",
                row.step.version(),
                row.step.what(),
                row.result.outcome(),
                row.took.toMillis() / 1000.0,
                row.calls.looks(),
                row.calls.changes(),
                row.calls.storage(),
                row.requests,
                row.failed,
                row.asExpected() ? "" : "   not as expected");
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
