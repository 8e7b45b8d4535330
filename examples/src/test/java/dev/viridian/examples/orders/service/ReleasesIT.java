package dev.viridian.examples.orders.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.examples.orders.OrdersDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The releases as the build has packed them. */
class ReleasesIT {
    private static final Path RELEASES = Path.of(System.getProperty("orders.releases", "target/releases"));

    @TempDir
    Path folder;

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2", "1.3"})
    void areTheServiceItsDriverAndItsConfiguration(String version) throws Exception {
        unpack(version);

        assertThat(filesIn(folder)).containsExactly("conf/orders.properties", "lib/h2.jar", "lib/orders-service.jar");
        assertThat(Files.readAllLines(folder.resolve("conf/orders.properties"))).startsWith("version=" + version);
    }

    @Test
    void holdNothingButTheServicesOwnClasses() throws Exception {
        unpack("1.0");

        try (JarFile jar = new JarFile(folder.resolve("lib/orders-service.jar").toFile())) {
            List<String> classes = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> !name.endsWith("/") && !name.equals(JarFile.MANIFEST_NAME))
                    .toList();
            assertThat(classes).isNotEmpty().allMatch(name -> name.startsWith("dev/viridian/examples/orders/service/"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2", "1.3"})
    void haveTheirChecksumBesideThem(String version) throws Exception {
        Path archive = archive(version);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive)));

        assertThat(Path.of(archive + ".sha256"))
                .content()
                .isEqualToIgnoringNewLines(digest + "  " + archive.getFileName());
    }

    @Test
    void theFirstTwoServeAndTheSecondSaysHowManyOrdersThereAre() throws Exception {
        assertThat(ordersOf("1.0")).isEqualTo("200 1.0 {\"orders\":[]}");
        assertThat(ordersOf("1.1")).isEqualTo("200 1.1 {\"orders\":[],\"total\":0}");
    }

    @Test
    void theThirdIsUpButLooksForADatabaseThatDoesNotExist() throws Exception {
        unpack("1.2");
        try (OrdersDatabase database = OrdersDatabase.start(data);
                ServiceProcess service = ServiceProcess.ofRelease(folder, environment(database))) {
            Http http = new Http(service.port());

            assertThat(http.get("/health").statusCode()).isEqualTo(200);
            assertThat(http.get("/orders").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void theFourthIsSickTheFirstTime() throws Exception {
        unpack("1.3");
        try (OrdersDatabase database = OrdersDatabase.start(data);
                ServiceProcess first = ServiceProcess.ofRelease(folder, environment(database))) {
            assertThat(new Http(first.port()).get("/health").statusCode()).isEqualTo(503);

            try (ServiceProcess second = ServiceProcess.ofRelease(folder, environment(database))) {
                Http http = new Http(second.port());
                assertThat(http.get("/health").statusCode()).isEqualTo(200);
                assertThat(http.get("/orders").statusCode()).isEqualTo(200);
            }
        }
    }

    private String ordersOf(String version) throws Exception {
        unpack(version);
        try (OrdersDatabase database = OrdersDatabase.start(data);
                ServiceProcess service = ServiceProcess.ofRelease(folder, environment(database))) {
            var answer = new Http(service.port()).get("/orders");
            String revision = answer.headers().firstValue("X-Revision").orElse("none");
            return answer.statusCode() + " " + revision + " " + answer.body();
        }
    }

    private Map<String, String> environment(OrdersDatabase database) {
        return Map.of("DB_ADDRESS", database.address(), "ORDERS_SHARED", data.toString());
    }

    private static Path archive(String version) {
        return RELEASES.resolve("orders-" + version + ".tar.gz").toAbsolutePath();
    }

    private void unpack(String version) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-xzf", archive(version).toString(), "-C", folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(tar.getInputStream().readAllBytes(), UTF_8);
        assertThat(tar.waitFor()).as(said).isZero();
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
