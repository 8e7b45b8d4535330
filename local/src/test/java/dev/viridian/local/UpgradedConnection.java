package dev.viridian.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection that was upgraded, as a WebSocket's is: what is sent comes back. */
final class UpgradedConnection implements AutoCloseable {
    private final Socket socket;

    private UpgradedConnection(Socket socket) {
        this.socket = socket;
    }

    static UpgradedConnection open(URI entry) throws IOException {
        Socket socket = new Socket(entry.getHost(), entry.getPort());
        socket.setSoTimeout(120_000);
        socket.getOutputStream()
                .write(("GET /socket HTTP/1.1\r\nHost: orders\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("Closed before it was upgraded: " + head);
            }
            head.append((char) read);
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("Not upgraded: " + head);
        }
        return new UpgradedConnection(socket);
    }

    String echo(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
