package dev.viridian.examples.orders.service;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A few connections, opened when they are first needed. One that has failed is closed and never given out again. */
final class ConnectionPool implements AutoCloseable {
    private static final int SIZE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String url;
    private final String user;
    private final Semaphore free = new Semaphore(SIZE, true);
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    ConnectionPool(String url, String user) {
        this.url = url;
        this.user = user;
    }

    /** What is to be done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    <T> T use(Work<T> work) throws SQLException {
        awaitTurn();
        try {
            Connection connection = connection();
            T result = doOrDiscard(work, connection);
            idle.push(connection);
            return result;
        } finally {
            free.release();
        }
    }

    private static <T> T doOrDiscard(Work<T> work, Connection connection) throws SQLException {
        boolean done = false;
        try {
            T result = work.on(connection);
            done = true;
            return result;
        } finally {
            if (!done) {
                discard(connection);
            }
        }
    }

    private void awaitTurn() throws SQLException {
        try {
            if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException(
                        "All " + SIZE + " connections have been busy for " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("The service is stopping", stopping);
        }
    }

    /** A database that was restarted leaves dead connections behind; asking first spares the user a failed request. */
    private Connection connection() throws SQLException {
        Optional<Connection> waiting = Optional.ofNullable(idle.poll());
        while (waiting.isPresent()) {
            if (waiting.get().isValid((int) PATIENCE.toSeconds())) {
                return waiting.get();
            }
            discard(waiting.get());
            waiting = Optional.ofNullable(idle.poll());
        }
        return DriverManager.getConnection(url, user, "");
    }

    private static void discard(Connection connection) {
        try {
            connection.close();
        } catch (SQLException alreadyBroken) {
            Log.say("Closing a connection failed", alreadyBroken);
        }
    }

    @Override
    public void close() {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            discard(connection);
        }
    }
}
