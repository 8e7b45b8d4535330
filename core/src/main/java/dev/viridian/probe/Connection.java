package dev.viridian.probe;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A TCP connection for one question. It never blocks but in {@link #await}, which ends at the deadline or at an interrupt, so that
 * neither a machine that says nothing nor one that says a byte a second can hold the asking thread. Nothing is pooled: a connection
 * kept open would delay the graceful stop of the process at its other end.
 */
final class Connection implements Closeable {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Deadline deadline;

    private Connection(SocketChannel channel, Selector selector, Deadline deadline) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.deadline = deadline;
        channel.configureBlocking(false);
        this.key = channel.register(selector, 0);
    }

    static Connection to(InetSocketAddress address, Deadline deadline) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            Connection connection = new Connection(channel, Selector.open(), deadline);
            return connection.connect(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private Connection connect(InetSocketAddress address) throws IOException {
        try {
            boolean connected = channel.connect(address);
            while (!connected) {
                await(SelectionKey.OP_CONNECT, "connecting");
                connected = channel.finishConnect();
            }
            return this;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Writes all of it. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE, "sending the question");
            }
        }
    }

    /** Reads at least one byte, or answers -1 at the end. Bytes that keep coming do not get past the deadline either. */
    int read(ByteBuffer target) throws IOException {
        int read = requireTime("reading").channel.read(target);
        while (read == 0) {
            await(SelectionKey.OP_READ, "reading");
            read = channel.read(target);
        }
        return read;
    }

    private void await(int operation, String doing) throws IOException {
        key.interestOps(operation);
        while (selector.select(requireTime(doing).millisLeft()) == 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while " + doing);
            }
        }
        selector.selectedKeys().clear();
    }

    private Connection requireTime(String doing) throws SocketTimeoutException {
        if (deadline.hasPassed()) {
            throw new SocketTimeoutException(doing);
        }
        return this;
    }

    /** Rounded up and never 0, which would wait for ever. */
    private long millisLeft() {
        return Math.max(1, deadline.left().plus(Duration.ofNanos(999_999)).toMillis());
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }
}
