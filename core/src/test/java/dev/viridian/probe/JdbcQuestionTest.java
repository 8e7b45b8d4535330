package dev.viridian.probe;

import static dev.viridian.HealthCheck.jdbc;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.JdbcProbe;
import dev.viridian.Machine;
import dev.viridian.spi.Probes.Answer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JdbcQuestionTest {
    private static final Machine MACHINE = HttpQuestionTest.at("127.0.0.1", 8080);
    private static final String URL = "jdbc:h2:mem:orders";

    private final RealProbes probes = RealProbes.create();
    private Connection keepsItOpen;

    @BeforeEach
    void createDatabase() throws SQLException {
        keepsItOpen = DriverManager.getConnection(URL, "orders", "hunter2");
        try (Statement statement = keepsItOpen.createStatement()) {
            statement.execute("create table if not exists orders (id int)");
        }
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        keepsItOpen.close();
        assertThat(DriverManager.getLoginTimeout()).isZero();
    }

    @Test
    void isContentWithAValidConnectionOrWithARow() {
        assertThat(ask(database())).isEqualTo(Answer.well("connected, and the connection is valid"));
        assertThat(ask(database().answers("select 1"))).isEqualTo(Answer.well("answered with a row"));
    }

    @Test
    void isNotContentWithAnEmptyAnswer() {
        assertThat(ask(database().answers("select id from orders")))
                .isEqualTo(Answer.sick("the query has no row to answer with, expected at least one"));
    }

    @Test
    void tellsTheSqlStateAndTheMessageOfAQueryThatIsWrong() {
        Answer answer = ask(database().answers("select id from ordres"));
        assertThat(answer.well()).isFalse();
        assertThat(answer.text()).startsWith("SQLState 42S").contains("Table \"ORDRES\" not found");
    }

    @Test
    void tellsOfAWrongPasswordWithoutSayingIt() {
        assertThat(ask(jdbc(URL).as("orders", "swordfish")).text())
                .startsWith("SQLState 28000: ")
                .contains("Wrong user name or password")
                .doesNotContain("swordfish");
    }

    @Test
    void neverTellsThePasswordEvenWhereTheDatabaseDoes() {
        assertThat(ask(database().answers("select 1 from hunter2")).text())
                .contains("SQLState 42S")
                .doesNotContainIgnoringCase("hunter2");
    }

    @Test
    void saysWhichDriverIsMissing() {
        assertThat(ask(jdbc("jdbc:postgresql://db/orders?password=hunter2")))
                .isEqualTo(Answer.sick("no driver on the class path accepts jdbc:postgresql://db/orders?password=***."
                        + " Add org.postgresql:postgresql to the controller's class path"));
        assertThat(ask(jdbc("jdbc:rare:x")).text())
                .endsWith("Add the JDBC driver of that database to the controller's class path");
    }

    @Test
    void abortsTheConnectionOfAQueryThatTakesTooLong() throws Exception {
        try (HangingDriver driver = HangingDriver.registered()) {
            assertThat(probes.ask(jdbc(HangingDriver.URL).answers("select 1"), MACHINE, Duration.ofMillis(300)))
                    .isEqualTo(Answer.sick("no answer within 300 ms"));
            driver.queryHasEnded().await();
            assertThat(driver.queryTimeout()).isEqualTo(1);
        }
    }

    @Test
    void lendsALoginTimeoutWhileItConnectsUnlessThereIsOne() throws Exception {
        try (HangingDriver driver = HangingDriver.registered()) {
            ask(jdbc(HangingDriver.URL), Duration.ofMillis(2500));
            assertThat(driver.loginTimeout()).isEqualTo(3);
            assertThat(DriverManager.getLoginTimeout()).isZero();
            DriverManager.setLoginTimeout(77);
            ask(jdbc(HangingDriver.URL), Duration.ofMillis(2500));
            assertThat(driver.loginTimeout()).isEqualTo(77);
            assertThat(DriverManager.getLoginTimeout()).isEqualTo(77);
        } finally {
            DriverManager.setLoginTimeout(0);
        }
    }

    private static JdbcProbe database() {
        return jdbc(URL).as("orders", "hunter2");
    }

    private Answer ask(JdbcProbe probe) {
        return ask(probe, Duration.ofMinutes(1));
    }

    private Answer ask(JdbcProbe probe, Duration timeout) {
        return probes.ask(probe, MACHINE, timeout);
    }
}
