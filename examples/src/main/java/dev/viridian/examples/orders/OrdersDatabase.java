package dev.viridian.examples.orders;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.Server;

/**
 * The database of the orders service: an H2 server in this JVM, on a free port of the loopback interface, with the one
 * database {@code orders} in a folder. It refuses to create another one, as a real database server would.
 */
public final class OrdersDatabase implements AutoCloseable {
    /** The user that the service works as; it has no password. */
    public static final String USER = "orders";

    private static final String LOOPBACK = "127.0.0.1";

    static {
        // H2 refuses clients from elsewhere in any case. This keeps the port itself off the other interfaces, unless H2
        // was
        // used in this JVM before: it has no parameter for it, and reads the property once.
        System.setProperty("h2.bindAddress", LOOPBACK);
    }

    private final Server server;
    private final Connection keptOpen;

    private OrdersDatabase(Server server, Connection keptOpen) {
        this.server = server;
        this.keptOpen = keptOpen;
    }

    /** Starts the server over the folder; the database is created in it if it is not there yet. */
    public static OrdersDatabase start(Path folder) throws SQLException {
        Path files = folder.toAbsolutePath().normalize();
        // As long as this connection is open, the database is not closed and opened again between two requests.
        Connection keptOpen = DriverManager.getConnection("jdbc:h2:" + files.resolve("orders"), USER, "");
        try {
            String[] arguments = {"-tcpPort", "0", "-baseDir", files.toString(), "-ifExists"};
            return new OrdersDatabase(Server.createTcpServer(arguments).start(), keptOpen);
        } catch (SQLException failure) {
            keptOpen.close();
            throw failure;
        }
    }

    /** Host and port, as the service wants them in {@code DB_ADDRESS}. */
    public String address() {
        return LOOPBACK + ":" + server.getPort();
    }

    /** The JDBC URL of the database. */
    public String url() {
        return "jdbc:h2:tcp://" + address() + "/./orders";
    }

    /** Stops the server and closes the database, whoever is still connected. */
    @Override
    public void close() throws SQLException {
        server.stop();
        try (keptOpen;
                Statement statement = keptOpen.createStatement()) {
            statement.execute("shutdown");
        }
    }
}
