package dev.viridian.probe;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The one login timeout that JDBC has for the whole JVM. Without it some drivers wait minutes for a host that is not there, and an
 * interrupt does not reach them. It is lent a value for as long as any probe connects, unless the program has set one itself.
 */
final class LoginTimeout {
    private static final Object LOCK = new Object();
    private static int connecting;
    private static boolean lent;

    private LoginTimeout() {}

    /** Connects to a database. */
    @FunctionalInterface
    interface Connecting<T> {
        T connect() throws SQLException;
    }

    static <T> T during(Duration limit, Connecting<T> connecting) throws SQLException {
        lend(seconds(limit));
        try {
            return connecting.connect();
        } finally {
            giveBack();
        }
    }

    /** JDBC counts in whole seconds, and 0 means for ever. */
    static int seconds(Duration limit) {
        return (int) Math.max(
                1, Math.min(Integer.MAX_VALUE, limit.plusNanos(999_999_999).toSeconds()));
    }

    private static void lend(int seconds) {
        synchronized (LOCK) {
            connecting++;
            int before = DriverManager.getLoginTimeout();
            if (lent ? before < seconds : before == 0) {
                DriverManager.setLoginTimeout(seconds);
                lent = true;
            }
        }
    }

    private static void giveBack() {
        synchronized (LOCK) {
            connecting--;
            if (lent && connecting == 0) {
                DriverManager.setLoginTimeout(0);
                lent = false;
            }
        }
    }
}
