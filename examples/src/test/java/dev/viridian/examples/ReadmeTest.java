package dev.viridian.examples;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.jdbc;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.acme.Orders;
import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.local.LocalPlatform;
import dev.viridian.report.DeploymentFailedException;
import dev.viridian.report.DeploymentResult;
import dev.viridian.state.FileStateStore;
import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import dev.viridian.testing.faults.Exploration;
import dev.viridian.testing.faults.Faults;
import dev.viridian.testing.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each Java snippet of the README stands here to the letter, is compiled, and is run. */
class ReadmeTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(?<code>.*?)```", Pattern.DOTALL);

    private static Deployment chain() {
        // formatted as in the README
        Deployment orders = Deployment.blueGreen()
                .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
                .healthCheck(http("/health").consecutively(3).within(ofMinutes(5)))
                .smokeTest(
                        "reaches its database",
                        green -> jdbc(green.property("db.url")).answers("select 1"))
                .onFailure(retry(3).then(rebuild()).then(rollBack()));
        return orders;
    }

    @Test
    void theChainIsACompleteDeployment() {
        assertThat(chain().artifact().version()).contains("1.4.2");
        assertThat(chain().smokeTests()).hasSize(1);
        assertThat(chain().onFailure().responses()).hasSize(3);
    }

    private static void use(Deployment orders) {
        try (LocalPlatform machine = LocalPlatform.application("orders")
                .runs("java", "-cp", "lib/*", "com.acme.Orders", "--port", "{port}")
                .listeningOn(8080)
                .propertiesFrom("conf/orders.properties") // in the artifact: what green.property("db.url") reads
                .open()) {
            Deployer deployer = Deployer.on(machine);
            System.out.println(deployer.plan(orders)); // says what would happen, changes nothing
            DeploymentResult result = deployer.deploy(orders); // a failed deployment is a result, not an exception
            result.orElseThrow(); // where one is wanted
        }
    }

    /** The artifact of the README is on S3, which this module has no store for: the plan says so. */
    @Test
    void theProgramRunsAndSaysWhatIsMissing() {
        assumeTrue(isFree(8080), "port 8080, which the README names, is in use here");

        assertThat(catchThrowable(() -> use(chain())))
                .isNotInstanceOf(DeploymentFailedException.class)
                .hasMessageContaining("s3")
                .hasMessageContaining("viridian-aws");
    }

    /** The same snippet with bits that are there: a small application, packed as the README runs it. */
    @Test
    void theProgramDeploysAnApplicationForReal(@TempDir Path folder) throws IOException {
        assumeTrue(isFree(8080), "port 8080, which the README names, is in use here");
        Deployment orders = Deployment.blueGreen()
                .artifact(packed(folder).toUri())
                .healthCheck(http("/health").within(ofMinutes(2)))
                .smokeTest("says who it is", green -> http("/").bodyNaming(green.property("name")))
                .revisionAt("/version")
                .onFailure(rollBack());

        withHome(folder, () -> use(orders));

        Path kept = folder.resolve(".viridian/orders");
        List<HistoryEntry> history = History.of(FileStateStore.in(kept.resolve("state")), "orders")
                .newestFirst()
                .toList();
        assertThat(history).singleElement().satisfies(entry -> {
            assertThat(entry.outcome()).isEqualTo(Outcome.DEPLOYED);
            assertThat(entry.revision().version()).isEqualTo("1.4.2");
        });
        assertThat(kept.resolve("environments")).isEmptyDirectory();
        assertThat(isFree(8080)).as("what ran has ended with the program").isTrue();
    }

    private static void withHome(Path home, Runnable work) {
        String before = System.getProperty("user.home");
        System.setProperty("user.home", home.toString());
        try {
            work.run();
        } finally {
            System.setProperty("user.home", before);
        }
    }

    private static Path packed(Path folder) throws IOException {
        ByteArrayOutputStream library = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(library)) {
            String name = Orders.class.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new ZipEntry(name));
            try (InputStream code = Orders.class.getClassLoader().getResourceAsStream(name)) {
                jar.write(Objects.requireNonNull(code, name).readAllBytes());
            }
            jar.closeEntry();
        }
        Path archive = folder.resolve("orders-1.4.2.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("lib/orders.jar"));
            zip.write(library.toByteArray());
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("conf/orders.properties"));
            zip.write("name=orders\n".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return archive;
    }

    private static Exploration test(Deployment orders) {
        // formatted as in the README
        Exploration exploration = Faults.of(orders)
                .in(Simulation.of("orders").live("1.4.1", 4).property("db.url", "jdbc:h2:mem:orders"))
                .explore();
        System.out.println(exploration); // what was tried, what was not, and the smallest scenario that broke a rule
        return exploration;
    }

    @Test
    void theDeploymentOfTheReadmeKeepsEveryRule() {
        Exploration exploration = test(chain());

        assertThat(exploration.holdsEveryRule()).as(exploration.report()).isTrue();
        assertThat(exploration.count()).isGreaterThan(2_000);
    }

    @Test
    void everySnippetStandsHereToTheLetter() throws IOException {
        String here = squeezed(Files.readString(Path.of("src/test/java/dev/viridian/examples/ReadmeTest.java")));
        List<String> snippets = new ArrayList<>();
        Matcher matcher = SNIPPET.matcher(Files.readString(Path.of("../README.md")));
        while (matcher.find()) {
            snippets.add(matcher.group("code"));
        }

        assertThat(snippets)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(snippet -> assertThat(here).contains(squeezed(snippet)));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
