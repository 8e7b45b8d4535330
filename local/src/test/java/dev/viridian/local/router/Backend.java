package dev.viridian.local.router;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A machine for tests: plain sockets, so that it can misbehave in every way a test asks for. */
final class Backend implements Closeable {
    /** What it does with a request of a certain path. */
    interface Behaviour {
        /** Returns whether the connection stays open for another request. */
        boolean answer(Head head, InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    record Head(String requestLine, Map<String, String> headers, int ofConnection) {
        String path() {
            return requestLine.split(" ", -1)[1];
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final String revision;
    private final Duration idle;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    private Backend(String revision, Duration idle) {
        this.revision = revision;
        this.idle = idle;
        try {
            server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    static Backend of(String revision) {
        return closingIdleAfter(revision, Duration.ofMinutes(5));
    }

    static Backend closingIdleAfter(String revision, Duration idle) {
        return new Backend(revision, idle);
    }

    Backend on(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
        return this;
    }

    /** Answers these bytes, and ends the connection. */
    Backend saying(String path, String... lines) {
        return on(path, (head, in, out) -> {
            write(out, lines);
            return false;
        });
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    int requests() {
        return requests.get();
    }

    int connections() {
        return connections.get();
    }

    int openConnections() {
        return open.size();
    }

    static void write(OutputStream out, String... lines) throws IOException {
        out.write(String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    void ok(OutputStream out, String body) throws IOException {
        write(out, "HTTP/1.1 200 OK", "X-Revision: " + revision, "Content-Length: " + body.length(), "", body);
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket accepted) {
        try (Socket socket = accepted) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean goesOn = true;
            for (int i = 1; goesOn; i++) {
                // As servers do, the first request is waited for longer than the next ones.
                socket.setSoTimeout(i == 1 ? 0 : (int) idle.toMillis());
                Head head = readHead(in, i);
                socket.setSoTimeout(0);
                requests.incrementAndGet();
                goesOn = answer(head, in, socket.getOutputStream());
            }
        } catch (SocketTimeoutException | SocketException | EndOfClientException over) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            open.remove(accepted);
        }
    }

    private boolean answer(Head head, InputStream in, OutputStream out) throws IOException, InterruptedException {
        Behaviour behaviour = behaviours.get(head.path());
        if (behaviour != null) {
            return behaviour.answer(head, in, out);
        }
        int length = Integer.parseInt("0" + head.header("Content-Length"));
        in.readNBytes(length);
        ok(out, "hello");
        return true;
    }

    private static Head readHead(InputStream in, int ofConnection) throws IOException {
        List<String> lines = Stream.generate(() -> readLine(in))
                .takeWhile(line -> !line.isEmpty())
                .toList();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        lines.stream()
                .skip(1)
                .forEach(line -> headers.merge(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).strip(),
                        (one, other) -> one + "|" + other));
        return new Head(lines.get(0), headers, ofConnection);
    }

    static String readLine(InputStream in) {
        try {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EndOfClientException();
                }
                line.append((char) next);
            }
            return line.toString().stripTrailing();
        } catch (SocketTimeoutException | SocketException e) {
            throw new EndOfClientException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    private static final class EndOfClientException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
