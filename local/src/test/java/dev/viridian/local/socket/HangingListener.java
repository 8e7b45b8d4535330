package dev.viridian.local.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** A Unix domain socket whose program takes no connections, and at which already as many wait as the system lets. */
public final class HangingListener implements Closeable {
    private final Deque<SocketChannel> waiting = new ArrayDeque<>();
    private final ServerSocketChannel listening;
    private final Path socket;

    public HangingListener(Path socket) throws IOException {
        this.socket = socket;
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket), 1);
        while (oneMoreWaits()) {
            // until no more may
        }
    }

    public Path socket() {
        return socket;
    }

    private boolean oneMoreWaits() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        waiting.add(channel);
        channel.configureBlocking(false);
        try {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (SocketException full) {
            return false;
        }
    }

    /** Takes all that wait, as the program does when it goes on. */
    public void goOn() throws IOException {
        for (int each = 1; each < waiting.size(); each++) {
            listening.accept().close();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (SocketChannel each : waiting) {
            each.close();
        }
    }
}
