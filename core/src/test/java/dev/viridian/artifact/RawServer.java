package dev.viridian.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server of one answer a connection, which also gives those that no decent server would: cut off, stalled, lying. */
final class RawServer implements AutoCloseable {
    private final ServerSocket listening;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Answer answer;
    private final Thread accepting;

    /** A request as it came, and what comes after its head. */
    record Request(String path, Map<String, String> headers, InputStream rest) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** Where the part begins that is asked for; zero for the whole. */
        int from() {
            return header("Range")
                    .map(range -> Integer.parseInt(range.replaceAll("\\D", "")))
                    .orElse(0);
        }
    }

    /** What is answered to the request of this number, counted from one. */
    interface Answer {
        void write(Request request, int number, OutputStream out) throws Exception;
    }

    RawServer(Answer answer) throws IOException {
        this.answer = answer;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.accepting = new Thread(this::accept, "raw-server");
        accepting.setDaemon(true);
        accepting.start();
    }

    String address(String path) {
        return "http://localhost:" + listening.getLocalPort() + path;
    }

    List<Request> requests() {
        return requests;
    }

    static void head(OutputStream out, int status, String... headers) throws IOException {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        out.write(("HTTP/1.1 " + status + " So\r\nConnection: close\r\n" + lines + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    static void ok(OutputStream out, byte[] content, String... headers) throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + content.length;
        head(out, 200, all);
        out.write(content);
    }

    static void part(OutputStream out, byte[] content, int from, String... headers) throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Length: " + (content.length - from);
        all[headers.length + 1] = "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length;
        head(out, 206, all);
        out.write(content, from, content.length - from);
    }

    /** Linux goes on listening until whoever accepts has been woken. */
    @Override
    public void close() throws IOException {
        listening.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Thread thread = new Thread(() -> serve(socket), "raw-server-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Request request = read(socket);
            requests.add(request);
            answer.write(request, requests.size(), socket.getOutputStream());
            socket.shutdownOutput();
        } catch (Exception e) {
            // the test sees what the client makes of it
        }
    }

    private static Request read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String path = line(in).split(" ", 3)[1];
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(": ?", 2);
            headers.put(parts[0], parts[1]);
        }
        return new Request(path, headers, in);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each >= 0 && each != '\n'; each = in.read()) {
            line.append((char) each);
        }
        return line.toString().stripTrailing();
    }
}
