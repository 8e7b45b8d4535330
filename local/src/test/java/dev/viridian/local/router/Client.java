package dev.viridian.local.router;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** One kept-alive connection to the router, which sends exactly what a test says and repeats nothing. */
final class Client implements AutoCloseable {
    private static final int MILLIS_TO_HANG = 120_000;

    /** An answer; of its text, each character is one byte. */
    record Reply(int status, Map<String, String> headers, String text) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String revision() {
            return header("X-Revision");
        }
    }

    private final Socket socket;
    private final InputStream in;

    private Client(URI entry) throws IOException {
        socket = new Socket(entry.getHost(), entry.getPort());
        socket.setSoTimeout(MILLIS_TO_HANG);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static Client of(Router router) throws IOException {
        return of(router.entry());
    }

    static Client of(URI entry) throws IOException {
        return new Client(entry);
    }

    /** One request by a connection of its own. */
    static Reply get(Router router, String path) throws IOException {
        try (Client client = of(router)) {
            return client.get(path);
        }
    }

    Reply get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1", "Host: users.example");
    }

    Reply post(String path, String body) throws IOException {
        return send("POST " + path + " HTTP/1.1", "Host: users.example", "Content-Length: " + body.length(), "", body)
                .read();
    }

    /** Sends a head without a body, and reads the answer. */
    Reply ask(String... lines) throws IOException {
        return send(String.join("\r\n", lines), "", "").read(!lines[0].startsWith("HEAD "));
    }

    Client send(String... lines) throws IOException {
        return send(String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
    }

    Client send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    void endOfSending() throws IOException {
        socket.shutdownOutput();
    }

    InputStream in() {
        return in;
    }

    Reply read() throws IOException {
        return read(true);
    }

    private Reply read(boolean hasBody) throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.put(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        boolean empty = !hasBody || status < 200 || status == 204 || status == 304;
        return new Reply(status, headers, empty ? "" : new String(body(headers), StandardCharsets.ISO_8859_1));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("Transfer-Encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.write(exactly(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        String length = headers.get("Content-Length");
        return length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("Cut short after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("Closed after '" + line + "'");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
