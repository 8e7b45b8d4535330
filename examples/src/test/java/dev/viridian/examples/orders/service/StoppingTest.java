package dev.viridian.examples.orders.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.examples.orders.OrdersDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppingTest {
    private final OrdersDatabase database;
    private final OrdersServer server;

    StoppingTest(@TempDir Path folder) throws Exception {
        database = OrdersDatabase.start(folder);
        server = OrdersServer.listen(new Settings("1.0", database.url(), "orders", false, false), 0, Health.well());
        server.start();
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
        database.close();
    }

    @Test
    void acceptsNothingNewAndFinishesWhatIsInFlight() throws Exception {
        try (UnfinishedPost post = UnfinishedPost.to(server.port())) {
            CompletableFuture<Boolean> stopped =
                    CompletableFuture.supplyAsync(() -> server.stop(Duration.ofMinutes(1)));
            post.awaitClosedPort();
            assertThat(stopped).isNotDone();

            assertThat(post.finish()).startsWith("HTTP/1.1 201 ").containsIgnoringCase("connection: close");
            assertThat(stopped.get()).isTrue();
        }
    }

    @Test
    void doesNotWaitForLongerThanItWasAllowedTo() throws Exception {
        try (UnfinishedPost post = UnfinishedPost.to(server.port())) {
            assertThat(server.stop(Duration.ofMillis(1))).isFalse();
            assertThat(post.isCutOff()).isTrue();
        }
    }

    @Test
    void isStoppedAtOnceWhenNothingIsInFlight() {
        long before = System.nanoTime();

        assertThat(server.stop(Duration.ofMinutes(1))).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMinutes(1));
    }
}
