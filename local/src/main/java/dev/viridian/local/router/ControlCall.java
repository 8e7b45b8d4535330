package dev.viridian.local.router;

import dev.viridian.local.socket.UnixSocket;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** One line said to a router's control socket, and its answer. It waits no longer than its deadline. */
final class ControlCall implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final long deadline;

    private ControlCall(SocketChannel channel, Selector selector, long deadline) {
        this.channel = channel;
        this.selector = selector;
        this.deadline = deadline;
    }

    /** @throws SocketException if nobody listens there */
    static ControlCall open(Path socket, Duration longest) throws IOException {
        long deadline = System.nanoTime() + longest.toNanos();
        SocketChannel channel = UnixSocket.connect(socket, deadline);
        try {
            return new ControlCall(channel, Selector.open(), deadline);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * @throws SocketException or EOFException if the router went away before it answered
     */
    String ask(String line) throws IOException {
        SelectionKey ready = channel.register(selector, SelectionKey.OP_WRITE);
        ByteBuffer request = StandardCharsets.UTF_8.encode(line + "\n");
        while (request.hasRemaining()) {
            if (write(request) == 0) {
                awaitReady();
            }
        }
        ready.interestOps(SelectionKey.OP_READ);
        return readLine();
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(4_096);
        while (true) {
            int read = read(buffer.clear());
            if (read < 0) {
                throw new EOFException("it ended before it answered");
            }
            if (read == 0) {
                awaitReady();
                continue;
            }
            line.write(buffer.array(), 0, read);
            String text = line.toString(StandardCharsets.UTF_8);
            if (text.endsWith("\n")) {
                return text.stripTrailing();
            }
        }
    }

    private int write(ByteBuffer bytes) throws SocketException {
        try {
            return channel.write(bytes);
        } catch (IOException e) {
            throw wentAway(e);
        }
    }

    private int read(ByteBuffer bytes) throws SocketException {
        try {
            return channel.read(bytes);
        } catch (IOException e) {
            throw wentAway(e);
        }
    }

    /** A process that is being killed still takes connections for a moment, and then breaks them. */
    private static SocketException wentAway(IOException cause) {
        SocketException wentAway = new SocketException("it went away before it answered: " + cause.getMessage());
        wentAway.initCause(cause);
        return wentAway;
    }

    private void awaitReady() throws IOException {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0 || selector.select(left) == 0) {
            throw new IOException("it did not answer in time");
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
