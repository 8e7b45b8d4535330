package dev.viridian.local.socket;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Connects to a Unix domain socket within a limit. The system lets a few connections wait until the program that listens takes them; once so
 * many do, because that program hangs or is stopped, a blocking channel would wait for it without end.
 */
public final class UnixSocket {
    private static final long PAUSE = Duration.ofMillis(5).toNanos();

    /** What the system says (EAGAIN) while as many wait as it lets; Java has no exception of its own for that. */
    private static final String AS_MANY_WAIT_AS_MAY = "Resource temporarily unavailable";

    private UnixSocket() {}

    /**
     * Connects, trying again while others wait there.
     *
     * @param file the socket
     * @param deadline until when, on the clock of {@link System#nanoTime()}
     * @return a channel that does not block
     * @throws SocketException if nobody listens there
     * @throws SocketTimeoutException if whoever listens took no connection in time
     */
    public static SocketChannel connect(Path file, long deadline) throws IOException {
        while (true) {
            try {
                return tryToConnect(file);
            } catch (SocketException e) {
                if (!String.valueOf(e.getMessage()).contains(AS_MANY_WAIT_AS_MAY)) {
                    throw e;
                }
                requireTimeLeft(deadline, e);
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private static SocketChannel tryToConnect(Path file) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(file));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void requireTimeLeft(long deadline, SocketException cause) throws SocketTimeoutException {
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (interrupted || System.nanoTime() - deadline >= 0) {
            SocketTimeoutException over = new SocketTimeoutException(
                    interrupted
                            ? "this thread was interrupted"
                            : "the program that listens there takes no connections; it may hang or be stopped");
            over.initCause(cause);
            throw over;
        }
    }
}
