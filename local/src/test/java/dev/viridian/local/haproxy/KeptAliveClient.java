package dev.viridian.local.haproxy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection that is kept for all requests. It never tries anything twice, for what it would hide is what is counted. */
final class KeptAliveClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    KeptAliveClient(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.socket.setTcpNoDelay(true);
        this.socket.setSoTimeout(120_000);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    record Answer(int status, String body) {}

    static Answer once(int port, String path) throws IOException {
        try (KeptAliveClient client = new KeptAliveClient(port)) {
            return client.get(path);
        }
    }

    Answer get(String path) throws IOException {
        send(Http.lines("GET " + path + " HTTP/1.1", "Host: orders"));
        return receive();
    }

    Answer post(String path, String body) throws IOException {
        send(Http.lines("POST " + path + " HTTP/1.1", "Host: orders", "Content-Length: " + body.length()) + body);
        return receive();
    }

    /** With the key that RFC 6455 has as its example, since HAProxy refuses a handshake without one. */
    Answer upgrade() throws IOException {
        send(Http.lines(
                "GET /upgrade HTTP/1.1",
                "Host: orders",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        return receive();
    }

    void send(String text) throws IOException {
        Http.write(socket.getOutputStream(), text);
    }

    String receive(int characters) throws IOException {
        return new String(in.readNBytes(characters), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Answer receive() throws IOException {
        String head = Http.head(in);
        if (head.isEmpty()) {
            throw new EOFException("closed without an answer");
        }
        return new Answer(Integer.parseInt(head.split(" ", 3)[1]), receive(Http.contentLength(head)));
    }
}
