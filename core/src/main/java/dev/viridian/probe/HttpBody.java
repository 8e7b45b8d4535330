package dev.viridian.probe;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The body of an answer, by its length, in chunks, or to the end of the connection; after the first MiB no more is read. */
final class HttpBody {
    private static final int MOST = 1024 * 1024;
    private static final int LONGEST_LINE = 8 * 1024;

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final Pattern CHUNK = Pattern.compile("[0-9a-fA-F]{1,15}");

    private final Incoming incoming;
    private final int status;
    private final HttpHeaders headers;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    HttpBody(Incoming incoming, int status, HttpHeaders headers) {
        this.incoming = incoming;
        this.status = status;
        this.headers = headers;
    }

    void read() throws IOException {
        Optional<String> length = headers.last("content-length");
        if (status < 200 || status == 204 || status == 304) {
            return;
        }
        if (headers.last("transfer-encoding")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked")) {
            readChunks();
        } else if (length.isPresent()) {
            readExactly(number(length.get(), LENGTH, 10));
        } else {
            readToTheEnd();
        }
    }

    /** What was read of it. */
    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void readChunks() throws IOException {
        long size = chunkSize();
        while (size > 0) {
            readExactly(size);
            if (isFull()) {
                return;
            }
            requireEmpty(incoming.line());
            size = chunkSize();
        }
        while (!incoming.line().isEmpty()) {
            // Trailers say nothing that a health check asks for, but the answer ends only after them.
        }
    }

    private long chunkSize() throws IOException {
        incoming.begin("the line before a chunk", LONGEST_LINE);
        String line = incoming.line();
        int extension = line.indexOf(';');
        return number(extension < 0 ? line : line.substring(0, extension), CHUNK, 16);
    }

    private void readExactly(long length) throws IOException {
        for (long left = length; left > 0 && !isFull(); ) {
            byte[] some = incoming.some((int) Math.min(left, MOST - bytes.size()));
            if (some.length == 0) {
                throw new EOFException("it ended " + left + " bytes too early");
            }
            bytes.writeBytes(some);
            left -= some.length;
        }
    }

    private void readToTheEnd() throws IOException {
        boolean more = true;
        while (more && !isFull()) {
            byte[] some = incoming.some(MOST - bytes.size());
            bytes.writeBytes(some);
            more = some.length > 0;
        }
    }

    private boolean isFull() {
        return bytes.size() >= MOST;
    }

    private static void requireEmpty(String line) throws IOException {
        if (!line.isEmpty()) {
            throw new IOException("a chunk of it is longer than it says");
        }
    }

    private static long number(String text, Pattern digits, int radix) throws IOException {
        if (!digits.matcher(text.strip()).matches()) {
            throw new IOException("its length should be a number, it is '" + Excerpt.line(text) + "'");
        }
        return Long.parseLong(text.strip(), radix);
    }
}
