package dev.viridian.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A connected socket of which no read waits longer than it may at that moment, and any ends when its thread is interrupted. It is made for TLS to be
 * spoken over it, so it has what TLS asks of a socket and nothing else.
 */
final class PatientSocket extends Socket {
    private final SocketChannel channel;
    private final Socket socket;
    private final Supplier<Duration> patience;

    /** @param patience how long the next bytes may take from now on */
    PatientSocket(SocketChannel channel, Supplier<Duration> patience) {
        this.channel = channel;
        this.socket = channel.socket();
        this.patience = patience;
    }

    /** @throws HttpBody.Stalled by its reads when nothing comes for too long */
    @Override
    public InputStream getInputStream() throws IOException {
        InputStream in = socket.getInputStream();
        return new ByteStream() {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                Duration longest = patience.get();
                socket.setSoTimeout((int) Math.max(1, longest.toMillis()));
                try {
                    return in.read(bytes, offset, length);
                } catch (SocketTimeoutException e) {
                    throw new HttpBody.Stalled(longest, e);
                }
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isBound() {
        return socket.isBound();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        return socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    /** How long a read waits is said for each of them. */
    @Override
    public synchronized void setSoTimeout(int milliseconds) {
        // see getInputStream
    }

    @Override
    public synchronized int getSoTimeout() throws SocketException {
        return socket.getSoTimeout();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        socket.setSoLinger(on, seconds);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return socket.getSoLinger();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
