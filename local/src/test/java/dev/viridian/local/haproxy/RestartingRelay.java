package dev.viridian.local.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A socket before HAProxy's own, which passes commands on and has HAProxy restarted right before one of them. */
final class RestartingRelay implements AutoCloseable {
    private final RunningHaproxy haproxy;
    private final Path socket;
    private final ServerSocketChannel listening;
    private final CompletableFuture<Void> relaying;
    private volatile int untilRestart = Integer.MAX_VALUE;

    private RestartingRelay(RunningHaproxy haproxy) throws IOException {
        this.haproxy = haproxy;
        this.socket = haproxy.folder().resolve("relay.sock");
        this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        this.relaying = CompletableFuture.runAsync(this::relay, Beside.THREADS);
    }

    static RestartingRelay before(RunningHaproxy haproxy) throws IOException {
        return new RestartingRelay(haproxy);
    }

    Path socket() {
        return socket;
    }

    /** So many commands come through before HAProxy is restarted. */
    void restartAfter(int commands) {
        untilRestart = commands;
    }

    /** Whether HAProxy was restarted since that was asked for; it will not be any more. */
    boolean hasRestarted() {
        boolean restarted = untilRestart < 0;
        untilRestart = Integer.MAX_VALUE;
        return restarted;
    }

    private void relay() {
        try {
            while (true) {
                try (SocketChannel asking = listening.accept()) {
                    byte[] command = line(asking);
                    if (untilRestart-- == 0) {
                        haproxy.restart();
                    }
                    asking.write(ByteBuffer.wrap(answer(command)));
                }
            }
        } catch (AsynchronousCloseException closed) {
            // The test is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] line(SocketChannel asking) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (asking.read(one) > 0 && one.get(0) != '\n') {
            line.write(one.get(0));
            one.clear();
        }
        line.write('\n');
        return line.toByteArray();
    }

    private byte[] answer(byte[] command) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(16 * 1024);
        try (SocketChannel asked = SocketChannel.open(
                UnixDomainSocketAddress.of(haproxy.configuration().socket()))) {
            asked.write(ByteBuffer.wrap(command));
            while (asked.read(some) >= 0) {
                answer.write(some.array(), 0, some.position());
                some.clear();
            }
        }
        return answer.toByteArray();
    }

    /** Says what went wrong with relaying, if anything did. */
    @Override
    public void close() throws IOException {
        listening.close();
        try {
            relaying.join();
        } catch (CompletionException e) {
            throw new AssertionError("Commands were not passed on", e);
        }
    }
}
