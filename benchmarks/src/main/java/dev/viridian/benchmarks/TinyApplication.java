package dev.viridian.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * As little of an application as can answer a health check, take its time over {@code /slow}, and say at {@code /booted} when it had
 * answered for the first time.
 */
public final class TinyApplication {
    private static final AtomicReference<Instant> BOOTED = new AtomicReference<>();

    private TinyApplication() {}

    /** Answers on the port given in the variable {@code PORT}. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        try (ServerSocket server = new ServerSocket(port, 128, InetAddress.getLoopbackAddress())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
            while (true) {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> answer(socket));
                thread.setDaemon(true);
                thread.start();
            }
        } catch (SocketException closed) {
            System.err.println("Asked to end: " + closed.getMessage());
        }
    }

    /** The virtual machine waits 300 ms for a thread that is blocked in the operating system; so none is left there. */
    private static void close(ServerSocket server) {
        try {
            server.close();
        } catch (IOException e) {
            System.err.println("Could not close: " + e);
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] head = new byte[8192];
            int read = in.read(head);
            String request = new String(head, 0, Math.max(0, read), StandardCharsets.UTF_8);
            if (request.startsWith("GET /slow")) {
                Thread.sleep(200);
            }
            String answer = request.startsWith("GET /booted") ? String.valueOf(BOOTED.get()) : "up";
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer)
                            .getBytes(StandardCharsets.UTF_8));
            out.flush();
            BOOTED.compareAndSet(null, Instant.now());
        } catch (IOException | InterruptedException e) {
            System.err.println("A request was not answered: " + e);
        }
    }
}
