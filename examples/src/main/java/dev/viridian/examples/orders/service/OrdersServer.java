package dev.viridian.examples.orders.service;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The service as a whole: a port of the loopback interface, the threads behind it, and the database behind those. */
final class OrdersServer implements AutoCloseable {
    private static final int BACKLOG = 1_024;

    static {
        // Headers and body are two writes: without it the second may wait until the client has acknowledged the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // A router keeps connections open and idle; closing one under its hands may cost a request.
        System.setProperty("sun.net.httpserver.idleInterval", "300");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    private final HttpServer server;
    private final Routes routes;
    private final RequestThreads threads;
    private final OrderStore store;

    private OrdersServer(HttpServer server, Routes routes, RequestThreads threads, OrderStore store) {
        this.server = server;
        this.routes = routes;
        this.threads = threads;
        this.store = store;
    }

    /** Takes the port; nothing is answered before {@link #start}. */
    static OrdersServer listen(Settings settings, int port, Health health) throws IOException {
        HttpServer server = bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        RequestThreads threads = new RequestThreads();
        OrderStore store = new OrderStore(new ConnectionPool(settings.databaseUrl(), settings.databaseUser()));
        Routes routes = new Routes(settings.version(), health, new OrdersApi(store, settings.totals()));
        server.setExecutor(threads);
        server.createContext("/", routes);
        return new OrdersServer(server, routes, threads, store);
    }

    private static HttpServer bind(InetSocketAddress address) throws IOException {
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (BindException taken) {
            throw new IOException(
                    "Cannot listen on " + address + ": end what listens there, or give another port", taken);
        }
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Stops accepting, finishes what is in flight, and lets go of everything; false when requests had to be cut off. */
    boolean stop(Duration grace) {
        routes.announceEnd();
        // HttpServer.stop closes the port at once, but then sits out the whole time given, even if nothing is in
        // flight.
        Thread closing = new Thread(() -> server.stop((int) grace.toSeconds() + 1), "closing-port");
        closing.start();
        try {
            boolean finished = threads.awaitIdle(grace);
            server.stop(0);
            closing.join();
            return finished;
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            threads.close();
            store.close();
        }
    }

    /** Stops without waiting for anybody. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
