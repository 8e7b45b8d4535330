package dev.viridian.probe;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A driver that connects at once and whose queries wait, deaf to interrupts as sockets are, until the connection is aborted. */
final class HangingDriver implements Driver, AutoCloseable {
    static final String URL = "jdbc:hanging:somewhere";

    private final CountDownLatch aborted = new CountDownLatch(1);
    private final CountDownLatch queryHasEnded = new CountDownLatch(1);
    private volatile int loginTimeout;
    private volatile int queryTimeout;

    static HangingDriver registered() throws SQLException {
        HangingDriver driver = new HangingDriver();
        DriverManager.registerDriver(driver);
        return driver;
    }

    CountDownLatch queryHasEnded() {
        return queryHasEnded;
    }

    /** What {@link DriverManager} said when it connected last. */
    int loginTimeout() {
        return loginTimeout;
    }

    int queryTimeout() {
        return queryTimeout;
    }

    @Override
    public void close() throws SQLException {
        aborted.countDown();
        DriverManager.deregisterDriver(this);
    }

    @Override
    public @Nullable Connection connect(String url, Properties properties) {
        if (!acceptsURL(url)) {
            return null;
        }
        loginTimeout = DriverManager.getLoginTimeout();
        return proxy(Connection.class, (self, method, arguments) -> switch (method.getName()) {
            case "createStatement" -> statement();
            case "isValid" -> true;
            case "abort" -> {
                aborted.countDown();
                yield null;
            }
            default -> null;
        });
    }

    private Statement statement() {
        return proxy(Statement.class, (self, method, arguments) -> switch (method.getName()) {
            case "setQueryTimeout" -> {
                queryTimeout = (int) arguments[0];
                yield null;
            }
            case "executeQuery" -> throw waitForAbort();
            default -> null;
        });
    }

    private SQLException waitForAbort() {
        while (aborted.getCount() > 0) {
            try {
                aborted.await();
            } catch (InterruptedException e) {
                // Deaf, as promised.
            }
        }
        queryHasEnded.countDown();
        return new SQLException("aborted");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.equals(URL);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no logger");
    }
}
