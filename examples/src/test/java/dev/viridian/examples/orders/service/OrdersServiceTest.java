package dev.viridian.examples.orders.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.examples.orders.OrdersDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process. */
class OrdersServiceTest {
    @TempDir
    Path folder;

    @Test
    void finishesWhatIsInFlightOnSigtermAndExitsWithZero(@TempDir Path data) throws Exception {
        configure("version=1.0\ndb.url=jdbc:h2:tcp://${DB_ADDRESS}/./orders\ndb.user=orders\n");
        try (OrdersDatabase database = OrdersDatabase.start(data);
                ServiceProcess service = ServiceProcess.ofClasses(folder, Map.of("DB_ADDRESS", database.address()));
                UnfinishedPost post = UnfinishedPost.to(service.port())) {
            service.askToEnd();
            post.awaitClosedPort();

            assertThat(post.finish()).startsWith("HTTP/1.1 201 ");
            assertThat(service.exitCode()).as(service.log()).isZero();
        }
    }

    @Test
    void refusesToStartWithoutAVariableThatItsConfigurationNames() throws Exception {
        configure("version=1.0\ndb.url=jdbc:h2:tcp://${DB_ADDRESS}/./orders\ndb.user=orders\n");
        try (ServiceProcess service = ServiceProcess.ofClasses(folder, Map.of())) {
            assertThat(service.exitCode()).isEqualTo(78);
            assertThat(service.log()).contains("db.url needs the environment variable DB_ADDRESS");
        }
    }

    @Test
    void refusesToStartInAFolderWithoutAConfiguration() throws Exception {
        try (ServiceProcess service = ServiceProcess.ofClasses(folder, Map.of())) {
            assertThat(service.exitCode()).isEqualTo(78);
            assertThat(service.log()).contains("There is no configuration " + folder.toRealPath());
        }
    }

    @Test
    void exactlyOneOfTwoProcessesIsSick(@TempDir Path shared) throws Exception {
        configure("version=1.3\ndb.url=jdbc:h2:mem:unused\ndb.user=orders\nboot.sick-once=true\n");
        Map<String, String> environment = Map.of("ORDERS_SHARED", shared.toString());
        try (ServiceProcess one = ServiceProcess.ofClasses(folder, environment);
                ServiceProcess other = ServiceProcess.ofClasses(folder, environment)) {
            Http first = new Http(one.port());
            Http second = new Http(other.port());

            assertThat(List.of(health(first), health(second))).containsExactlyInAnyOrder(200, 503);
            assertThat(health(first)).isEqualTo(health(first));
        }
    }

    private static int health(Http http) throws IOException, InterruptedException {
        return http.get("/health").statusCode();
    }

    private void configure(String text) throws IOException {
        Path conf = Files.createDirectory(folder.resolve("conf"));
        Files.writeString(conf.resolve("orders.properties"), text);
    }
}
