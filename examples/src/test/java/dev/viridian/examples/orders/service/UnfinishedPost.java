package dev.viridian.examples.orders.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/**
 * An order whose body is held back: it is in flight for exactly as long as a test wants. That it has arrived is sure,
 * because the service has answered its headers with 100 Continue.
 */
final class UnfinishedPost implements AutoCloseable {
    private static final String BODY = "item=lamp&quantity=2";

    private final int port;
    private final Socket socket;
    private final BufferedReader answer;

    private UnfinishedPost(int port, Socket socket) throws IOException {
        this.port = port;
        this.socket = socket;
        this.answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    }

    static UnfinishedPost to(int port) throws IOException {
        UnfinishedPost post = new UnfinishedPost(port, new Socket(InetAddress.getLoopbackAddress(), port));
        post.write("POST /orders HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
        String interim = post.headers();
        if (!interim.startsWith("HTTP/1.1 100")) {
            throw new IOException("Expected 100 Continue, but the service answered " + interim);
        }
        return post;
    }

    /** Returns as soon as the service accepts no further connection. */
    void awaitClosedPort() throws IOException {
        boolean open = true;
        while (open) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
            } catch (ConnectException refused) {
                open = false;
            } catch (SocketException reset) {
                // Taken into the backlog at the very moment at which the port was closed: the next one is refused.
                open = true;
            }
        }
    }

    /** Sends the body; the headers of the answer, its status line first, each followed by a line break. */
    String finish() throws IOException {
        write(BODY);
        return headers();
    }

    /** Whether the service has closed the connection. */
    boolean isCutOff() throws IOException {
        try {
            return answer.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private String headers() throws IOException {
        StringBuilder headers = new StringBuilder();
        for (String line = answer.readLine(); line != null && !line.isEmpty(); line = answer.readLine()) {
            headers.append(line).append('\n');
        }
        return headers.toString();
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
