package dev.viridian.probe;

import dev.viridian.JdbcProbe;
import dev.viridian.spi.Probes.Answer;
import dev.viridian.text.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Connects to a database and asks it something. */
final class JdbcQuestion {
    private final Patience patience;

    JdbcQuestion(Patience patience) {
        this.patience = patience;
    }

    Answer ask(JdbcProbe probe, Duration timeout) throws Exception {
        if (!hasDriver(probe)) {
            return Answer.sick(JdbcDrivers.advice(probe.url()));
        }
        AtomicReference<@Nullable Connection> open = new AtomicReference<>();
        return patience.await(timeout, () -> answer(probe, timeout, open), () -> abort(open.get()));
    }

    private static boolean hasDriver(JdbcProbe probe) {
        return DriverManager.drivers().anyMatch(driver -> {
            try {
                return driver.acceptsURL(probe.url());
            } catch (SQLException e) {
                // Its driver knows the URL well enough to find fault with it; connecting will say which.
                return true;
            }
        });
    }

    private static Answer answer(JdbcProbe probe, Duration timeout, AtomicReference<@Nullable Connection> open) {
        try (Connection connection = LoginTimeout.during(timeout, () -> connect(probe))) {
            open.set(connection);
            return probe.query().isPresent()
                    ? rowFor(connection, probe.query().get(), timeout)
                    : validity(connection, timeout);
        } catch (SQLException e) {
            return Answer.sick(Excerpt.head(masked(probe, "SQLState " + e.getSQLState() + ": " + Thrown.text(e))));
        }
    }

    private static Connection connect(JdbcProbe probe) throws SQLException {
        Properties properties = new Properties();
        probe.user().ifPresent(user -> properties.setProperty("user", user));
        probe.password().ifPresent(password -> properties.setProperty("password", password));
        return DriverManager.getConnection(probe.url(), properties);
    }

    private static Answer validity(Connection connection, Duration timeout) throws SQLException {
        return connection.isValid(LoginTimeout.seconds(timeout))
                ? Answer.well("connected, and the connection is valid")
                : Answer.sick("connected, but the driver says that the connection is not valid");
    }

    private static Answer rowFor(Connection connection, String query, Duration timeout) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            limit(statement, timeout);
            try (ResultSet rows = statement.executeQuery(query)) {
                return rows.next()
                        ? Answer.well("answered with a row")
                        : Answer.sick("the query has no row to answer with, expected at least one");
            }
        }
    }

    private static void limit(Statement statement, Duration timeout) throws SQLException {
        statement.setMaxRows(1);
        try {
            statement.setQueryTimeout(LoginTimeout.seconds(timeout));
        } catch (SQLFeatureNotSupportedException e) {
            // Then it is only the task's own deadline that ends the query: it aborts the connection.
            return;
        }
    }

    /** Frees the task from waiting for the network, which no interrupt does; a driver that cannot abort says so in vain. */
    private static void abort(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException e) {
            // The answer is given already, and the task still ends when its query does.
            return;
        }
    }

    /** Databases quote names in messages, some of them in upper case. */
    private static String masked(JdbcProbe probe, String text) {
        return probe.password()
                .filter(password -> !password.isBlank())
                .map(password -> Pattern.compile(Pattern.quote(password), Pattern.CASE_INSENSITIVE))
                .map(password -> password.matcher(text).replaceAll("***"))
                .orElse(text);
    }
}
