package dev.viridian.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersDatabaseTest {
    @TempDir
    Path folder;

    @Test
    void keepsWhatWasWrittenWhenItIsClosedAndStartedAgain() throws SQLException {
        try (OrdersDatabase database = OrdersDatabase.start(folder)) {
            execute(database.url(), "create table kept (n int) as select 7");
        }

        try (OrdersDatabase database = OrdersDatabase.start(folder);
                Connection connection = connect(database.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select n from kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(7);
        }
    }

    @Test
    void refusesToCreateADatabaseThatDoesNotExist() throws SQLException {
        try (OrdersDatabase database = OrdersDatabase.start(folder)) {
            assertThatThrownBy(() -> connect("jdbc:h2:tcp://" + database.address() + "/./ordres"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("ordres")
                    .hasMessageContaining("not found");
        }
    }

    @Test
    void answersNobodyOnceItIsClosed() throws SQLException {
        OrdersDatabase database = OrdersDatabase.start(folder);
        database.close();

        assertThatThrownBy(() -> connect(database.url()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Connection refused");
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, OrdersDatabase.USER, "");
    }
}
