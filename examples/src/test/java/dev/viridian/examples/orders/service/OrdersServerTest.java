package dev.viridian.examples.orders.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.examples.orders.OrdersDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersServerTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final OrdersDatabase database;
    private final OrdersServer server;
    private final Http http;

    OrdersServerTest(@TempDir Path folder) throws Exception {
        database = OrdersDatabase.start(folder);
        server = OrdersServer.listen(
                new Settings("1.0", database.url(), OrdersDatabase.USER, false, false), 0, Health.well());
        http = new Http(server.port());
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
        database.close();
    }

    @Test
    void saysThatItIsUp() throws Exception {
        HttpResponse<String> answer = http.get("/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void saysWhichVersionItIs() throws Exception {
        assertThat(http.get("/version").body()).isEqualTo("1.0");
    }

    @Test
    void hasNoOrdersAtFirst() throws Exception {
        assertThat(http.get("/orders").body()).isEqualTo("{\"orders\":[]}");
    }

    @Test
    void findsAnOrderWhereThePlacingOfItSaid() throws Exception {
        HttpResponse<String> placed = http.postJson("{\"item\":\"a \\\"green\\\" lamp\",\"quantity\":2}");
        HttpResponse<String> found =
                http.get(placed.headers().firstValue("Location").orElseThrow());

        assertThat(placed.statusCode()).isEqualTo(201);
        assertThat(placed.body())
                .startsWith("{\"id\":1,\"item\":\"a \\\"green\\\" lamp\",\"quantity\":2,\"created\":\"2");
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).isEqualTo(placed.body());
    }

    @Test
    void takesAnOrderFromAForm() throws Exception {
        HttpResponse<String> placed = http.post(FORM + "; charset=UTF-8", "item=caf%C3%A9+au+lait&quantity=1");

        assertThat(placed.statusCode()).isEqualTo(201);
        assertThat(placed.body()).contains("\"item\":\"caf\u00e9 au lait\"");
    }

    @Test
    void listsTheNewestTwentyFirst() throws Exception {
        for (int i = 1; i <= 21; i++) {
            http.post(FORM, "item=lamp-" + i + "&quantity=1");
        }

        String list = http.get("/orders").body();

        assertThat(list)
                .startsWith("{\"orders\":[{\"id\":21,")
                .contains("lamp-2\"")
                .doesNotContain("lamp-1\"");
        assertThat(list.split("\"id\"", -1)).hasSize(21);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"item\":\"lamp\"}",
                "{\"quantity\":1}",
                "{\"item\":\" \",\"quantity\":1}",
                "{\"item\":{},\"quantity\":1}",
                "{\"item\":\"lamp\",\"quantity\":0}",
                "{\"item\":\"lamp\",\"quantity\":1001}",
                "{\"item\":\"lamp\",\"quantity\":1.5}",
                "{\"item\":\"lamp\",\"quantity\":1}}",
            })
    void refusesAnOrderThatMakesNoSense(String body) throws Exception {
        HttpResponse<String> answer = http.postJson(body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"");
        assertThat(http.get("/orders").body()).isEqualTo("{\"orders\":[]}");
    }

    @Test
    void refusesAnOrderThatIsTooLongForIt() throws Exception {
        assertThat(http.post(FORM, "quantity=1&item=" + "x".repeat(101)).statusCode())
                .isEqualTo(400);
        assertThat(http.post(FORM, "quantity=1&item=x&more=" + "x".repeat(10_000))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesAContentTypeThatItDoesNotRead() throws Exception {
        HttpResponse<String> answer = http.post("text/csv", "lamp,1");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("but it is text/csv");
    }

    @Test
    void refusesAFormThatIsNotEncoded() throws Exception {
        assertThat(http.post(FORM, "item=%zz&quantity=1").statusCode()).isEqualTo(400);
    }

    @Test
    void knowsWhatIsNotThere() throws Exception {
        assertThat(http.get("/orders/7").statusCode()).isEqualTo(404);
        assertThat(http.get("/healthy").statusCode()).isEqualTo(404);
        assertThat(http.get("/orders/seven").statusCode()).isEqualTo(400);
    }

    @Test
    void saysWhichMethodsItKnows() throws Exception {
        HttpResponse<String> answer = http.send("DELETE", "/health");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void makesAReportInTheTimeThatWasAskedFor() throws Exception {
        long before = System.nanoTime();
        HttpResponse<String> answer = http.get("/report?millis=120");

        assertThat(answer.body()).isEqualTo("{\"report\":\"done\",\"millis\":120}");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(120_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/report", "/report?millis=", "/report?millis=-1", "/report?millis=30001"})
    void refusesAReportThatWouldTakeTooLong(String path) throws Exception {
        assertThat(http.get(path).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/version", "/orders", "/orders/7", "/report", "/nowhere"})
    void everyAnswerNamesItsRevision(String path) throws Exception {
        assertThat(http.get(path).headers().firstValue("X-Revision")).hasValue("1.0");
    }

    @Test
    void replacesAConnectionThatTheDatabaseHasClosed() throws Exception {
        http.get("/orders");
        try (Connection administrator = DriverManager.getConnection(database.url(), OrdersDatabase.USER, "");
                Statement statement = administrator.createStatement()) {
            statement.execute("select abort_session(session_id) from information_schema.sessions"
                    + " where session_id <> session_id() and client_addr is not null");
        }

        assertThat(http.get("/orders").statusCode()).isEqualTo(200);
    }
}
