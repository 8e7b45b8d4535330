package dev.viridian.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What comes in on a connection, in lines and in bytes. */
final class Incoming {
    private static final int END = -1;

    private final Connection connection;
    private final ByteBuffer buffer = ByteBuffer.allocate(8 * 1024).flip();
    private long received;
    private String part = "";
    private int mostOfPart;
    private int leftOfPart;

    Incoming(Connection connection) {
        this.connection = connection;
    }

    /** Begins a part of the answer whose lines may be only so long together. */
    void begin(String name, int most) {
        part = name;
        mostOfPart = most;
        leftOfPart = most;
    }

    /** A line without its end, each byte as one character. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = next();
        while (next != '\n') {
            requireMore(next, line);
            line.append((char) next);
            next = next();
        }
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }

    /** The next byte, or -1 at the end. */
    private int next() throws IOException {
        return fill() ? buffer.get() & 0xff : END;
    }

    /** Up to so many of the next bytes; none at the end. */
    byte[] some(int atMost) throws IOException {
        byte[] some = new byte[fill() ? Math.min(atMost, buffer.remaining()) : 0];
        buffer.get(some);
        return some;
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        int read = read();
        buffer.flip();
        received += Math.max(0, read);
        return read != END;
    }

    private int read() throws IOException {
        try {
            return connection.read(buffer);
        } catch (SocketTimeoutException e) {
            SocketTimeoutException late = new SocketTimeoutException(
                    received == 0 ? "waiting for its first byte" : "reading after " + received + " bytes");
            late.initCause(e);
            throw late;
        }
    }

    private void requireMore(int next, CharSequence line) throws IOException {
        if (next == END) {
            throw new EOFException(
                    received == 0
                            ? "it closed the connection without an answer"
                            : "it ended in the middle of: " + shown(line));
        }
        if (--leftOfPart < 0) {
            throw new IOException("no end of " + part + " in the first " + mostOfPart / 1024 + " KiB: " + shown(line));
        }
    }

    private static String shown(CharSequence line) {
        return "'"
                + Excerpt.line(
                        new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                + "'";
    }
}
