package dev.viridian;

import dev.viridian.text.Redaction;
import java.util.Objects;
import java.util.Optional;

/**
 * A question to a database, by JDBC. The driver is found on the class path.
 *
 * <pre>{@code
 * jdbc(green.property("db.url")).as("orders", password).answers("select 1")
 * }</pre>
 */
public final class JdbcProbe implements Probe {
    private final String url;
    private final Optional<String> user;
    private final Optional<String> password;
    private final Optional<String> query;

    private JdbcProbe(String url, Optional<String> user, Optional<String> password, Optional<String> query) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.query = query;
    }

    static JdbcProbe at(String url) {
        if (!url.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "Not the address of a database: '" + Redaction.of(url) + "'. Expected one that starts with jdbc:.");
        }
        return new JdbcProbe(url, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The user to connect as. The password is never printed. */
    public JdbcProbe as(String name, String secret) {
        return new JdbcProbe(url, Optional.of(name), Optional.of(secret), query);
    }

    /** The query that must answer with at least one row; without it, being connected and valid is enough. */
    public JdbcProbe answers(String sql) {
        return new JdbcProbe(url, user, password, Optional.of(sql));
    }

    /** The JDBC URL; it may hold a secret. */
    public String url() {
        return url;
    }

    /** The user to connect as. */
    public Optional<String> user() {
        return user;
    }

    /** The user's password. */
    public Optional<String> password() {
        return password;
    }

    /** The query that must answer with at least one row. */
    public Optional<String> query() {
        return query;
    }

    @Override
    public String describe() {
        return Redaction.of(url) + query.map(sql -> " answers '" + sql + "'").orElse(" accepts a connection");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JdbcProbe that
                && url.equals(that.url)
                && user.equals(that.user)
                && password.equals(that.password)
                && query.equals(that.query);
    }

    @Override
    public int hashCode() {
        return Objects.hash(url, user, password, query);
    }

    @Override
    public String toString() {
        return describe();
    }
}
