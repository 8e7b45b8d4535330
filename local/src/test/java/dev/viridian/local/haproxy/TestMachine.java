package dev.viridian.local.haproxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A machine that answers with its name. It closes connections that are idle for too long, waits at {@code /slow} until it is
 * told to go on, repeats what it is sent after an upgrade at {@code /upgrade}, and at {@code /hang-up} closes without an answer, once.
 */
final class TestMachine implements AutoCloseable {
    private final String name;
    private final Duration idle;
    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger hangUps = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    private TestMachine(String name, Duration idle) throws IOException {
        this.name = name;
        this.idle = idle;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        background(this::accept);
    }

    static TestMachine named(String name) throws IOException {
        return new TestMachine(name, Duration.ofMinutes(5));
    }

    static TestMachine thatClosesIdleConnections(String name, Duration after) throws IOException {
        return new TestMachine(name, after);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    int connections() {
        return connections.size();
    }

    int requests() {
        return requests.get();
    }

    /** How many requests wait at {@code /slow}. */
    int waiting() {
        return waiting.get();
    }

    void goOn() {
        slow.countDown();
    }

    @Override
    public void close() throws IOException {
        slow.countDown();
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private static void background(Runnable work) {
        Thread thread = new Thread(work, "test-machine");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                connections.add(connection);
                background(() -> serve(connection));
            }
        } catch (IOException closed) {
            connections.forEach(TestMachine::hangUp);
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            connection.setSoTimeout(Math.toIntExact(idle.toMillis()));
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (answer(in, connection.getOutputStream())) {
                requests.incrementAndGet();
            }
        } catch (SocketTimeoutException idleForTooLong) {
            hangUp(connection);
        } catch (IOException | InterruptedException over) {
            hangUp(connection);
        } finally {
            connections.remove(connection);
        }
    }

    private boolean answer(InputStream in, OutputStream out) throws IOException, InterruptedException {
        String head = Http.head(in);
        if (head.isEmpty()) {
            return false;
        }
        in.readNBytes(Http.contentLength(head));
        String path = head.split(" ", 3)[1];
        if (path.equals("/hang-up") && hangUps.incrementAndGet() == 1) {
            return false;
        }
        if (path.equals("/upgrade")) {
            Http.write(
                    out,
                    Http.lines(
                            "HTTP/1.1 101 Switching Protocols",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
            in.transferTo(out);
            return false;
        }
        if (path.equals("/slow")) {
            waiting.incrementAndGet();
            boolean toldToGoOn = slow.await(5, TimeUnit.MINUTES);
            waiting.decrementAndGet();
            if (!toldToGoOn) {
                return false;
            }
        }
        Http.write(out, Http.lines("HTTP/1.1 200 OK", "Content-Length: " + name.length()) + name);
        return true;
    }

    private static void hangUp(Socket connection) {
        try {
            connection.close();
        } catch (IOException alreadyGone) {
            throw new AssertionError("a socket could not be closed", alreadyGone);
        }
    }
}
