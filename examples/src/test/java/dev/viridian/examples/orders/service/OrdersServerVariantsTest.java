package dev.viridian.examples.orders.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.examples.orders.OrdersDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with a feature, with a broken database, sick, and on a port that is taken. */
class OrdersServerVariantsTest {
    private final OrdersDatabase database;

    OrdersServerVariantsTest(@TempDir Path folder) throws SQLException {
        database = OrdersDatabase.start(folder);
    }

    @AfterEach
    void stop() throws SQLException {
        database.close();
    }

    @Test
    void listsSayHowManyOrdersThereAreWhereTheFeatureIsOn() throws Exception {
        try (OrdersServer server = serve(new Settings("1.1", database.url(), "orders", true, false), Health.well())) {
            Http http = new Http(server.port());
            for (int i = 0; i < 21; i++) {
                http.postJson("{\"item\":\"lamp\",\"quantity\":1}");
            }

            assertThat(http.get("/orders").body()).endsWith("],\"total\":21}");
        }
    }

    @Test
    void isUpButCannotDoAnythingWithADatabaseThatDoesNotExist() throws Exception {
        String url = "jdbc:h2:tcp://" + database.address() + "/./ordres";
        try (OrdersServer server = serve(new Settings("1.2", url, "orders", true, false), Health.well())) {
            Http http = new Http(server.port());
            HttpResponse<String> list = http.get("/orders");

            assertThat(http.get("/health").statusCode()).isEqualTo(200);
            assertThat(list.statusCode()).isEqualTo(503);
            assertThat(list.headers().firstValue("X-Revision")).hasValue("1.2");
            assertThat(list.body())
                    .startsWith("{\"error\":\"The database does not answer as it should: ")
                    .contains("ordres");
            assertThat(http.postJson("{\"item\":\"lamp\",\"quantity\":1}").statusCode())
                    .isEqualTo(503);
        }
    }

    @Test
    void staysUpWhenTheDatabaseGoesAway(@TempDir Path other) throws Exception {
        OrdersDatabase passing = OrdersDatabase.start(other);
        Settings settings = new Settings("1.0", passing.url(), "orders", false, false);
        try (OrdersServer server = serve(settings, Health.well())) {
            Http http = new Http(server.port());
            int before = http.get("/orders").statusCode();
            passing.close();

            assertThat(before).isEqualTo(200);
            assertThat(http.get("/orders").statusCode()).isEqualTo(503);
            assertThat(http.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aSickOneSaysWhy() throws Exception {
        Settings settings = new Settings("1.3", database.url(), "orders", false, true);
        try (OrdersServer server = serve(settings, new Health(Optional.of("a bad day")))) {
            HttpResponse<String> answer = new Http(server.port()).get("/health");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("{\"status\":\"sick\",\"reason\":\"a bad day\"}");
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        Settings settings = new Settings("1.0", database.url(), "orders", false, false);
        try (OrdersServer server = serve(settings, Health.well())) {
            assertThatThrownBy(() -> OrdersServer.listen(settings, server.port(), Health.well()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Cannot listen on")
                    .hasMessageContaining(":" + server.port());
        }
    }

    private static OrdersServer serve(Settings settings, Health health) throws IOException {
        OrdersServer server = OrdersServer.listen(settings, 0, health);
        server.start();
        return server;
    }
}
