package dev.viridian.examples.orders.service;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The orders in the database. Its table is created at the first use, not at boot: the service starts without a database. */
final class OrderStore implements AutoCloseable {
    private static final String SCHEMA = "create table if not exists orders ("
            + "id bigint generated always as identity primary key, item varchar(" + NewOrder.LONGEST_ITEM
            + ") not null, "
            + "quantity int not null, created timestamp(3) with time zone not null default current_timestamp(3))";
    private static final String SELECT = "select id, item, quantity, created from orders ";

    private final ConnectionPool pool;
    private volatile boolean schemaExists;

    OrderStore(ConnectionPool pool) {
        this.pool = pool;
    }

    List<Order> newest(int limit) throws SQLException {
        return query(SELECT + "order by id desc limit ?", limit);
    }

    Optional<Order> find(long id) throws SQLException {
        return query(SELECT + "where id = ?", id).stream().findFirst();
    }

    long count() throws SQLException {
        return inDatabase(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select count(*) from orders")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    Order create(NewOrder order) throws SQLException {
        String insert =
                "select id, item, quantity, created from final table (insert into orders (item, quantity) values (?, ?))";
        return inDatabase(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                statement.setString(1, order.item());
                statement.setInt(2, order.quantity());
                return read(statement).get(0);
            }
        });
    }

    private List<Order> query(String sql, long parameter) throws SQLException {
        return inDatabase(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, parameter);
                return read(statement);
            }
        });
    }

    private static List<Order> read(PreparedStatement statement) throws SQLException {
        List<Order> orders = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                OffsetDateTime created = rows.getObject("created", OffsetDateTime.class);
                orders.add(new Order(
                        rows.getLong("id"), rows.getString("item"), rows.getInt("quantity"), created.toInstant()));
            }
        }
        return orders;
    }

    private <T> T inDatabase(ConnectionPool.Work<T> work) throws SQLException {
        return pool.use(connection -> {
            createSchema(connection);
            return work.on(connection);
        });
    }

    private void createSchema(Connection connection) throws SQLException {
        if (!schemaExists) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(SCHEMA);
            }
            schemaExists = true;
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
