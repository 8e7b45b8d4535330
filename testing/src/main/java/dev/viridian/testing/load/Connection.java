package dev.viridian.testing.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One kept-alive HTTP/1.1 connection, opened again when the other side has closed it. For one thread. */
final class Connection implements AutoCloseable {
    private static final int BUFFER = 8 * 1024;

    private final LoadSetup setup;
    private final byte[] request;
    private @Nullable Open open;

    private record Open(SocketChannel channel, BufferedInputStream in) {}

    Connection(LoadSetup setup) {
        this.setup = setup;
        this.request = request(setup).getBytes(StandardCharsets.UTF_8);
    }

    /** Sends one request, once, and reads its answer. */
    Outcome request() {
        Instant sentAt = Instant.now();
        try {
            Open usable = usable();
            sentAt = Instant.now();
            usable.channel().socket().getOutputStream().write(request);
            Answer answer = Answer.read(usable.in(), setup.revisionHeader());
            if (answer.endsConnection()) {
                close();
            }
            return answer.status() < 400
                    ? new Outcome.Answered(sentAt, answer.revision())
                    : new Outcome.Failed(sentAt, answer.status() + " " + answer.beginning());
        } catch (SocketTimeoutException e) {
            close();
            return new Outcome.Failed(
                    sentAt, "no answer within " + setup.timeout().toMillis() + " ms");
        } catch (IOException e) {
            close();
            return new Outcome.Failed(sentAt, e.toString());
        }
    }

    private Open usable() throws IOException {
        Open held = open;
        if (held != null && isStillOpen(held.channel())) {
            return held;
        }
        close();
        URI entry = setup.entry();
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(entry.getHost(), entry.getPort() < 0 ? 80 : entry.getPort()));
        Socket socket = channel.socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) setup.timeout().toMillis());
        Open opened = new Open(channel, new BufferedInputStream(socket.getInputStream(), BUFFER));
        open = opened;
        return opened;
    }

    /** Whether the other side has neither closed the idle connection nor said anything unasked. */
    private static boolean isStillOpen(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException e) {
            // Reset while idle: no request was lost by that.
            return false;
        } finally {
            channel.configureBlocking(true);
        }
    }

    @Override
    public void close() {
        Open held = open;
        open = null;
        if (held != null) {
            try {
                held.channel().close();
            } catch (IOException e) {
                throw new IllegalStateException("Cannot close a connection to " + setup.entry(), e);
            }
        }
    }

    private static String request(LoadSetup setup) {
        String head = (setup.body().isPresent() ? "POST " : "GET ") + setup.path() + " HTTP/1.1\r\nHost: "
                + setup.entry().getAuthority() + "\r\n";
        return setup.body()
                .map(body -> head + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .orElse(head + "\r\n");
    }
}
