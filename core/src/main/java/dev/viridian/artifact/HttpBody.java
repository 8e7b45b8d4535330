package dev.viridian.artifact;

import dev.viridian.text.Durations;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The body of an answer: as long as its head says, in chunks, or up to the end of the connection, which it ends. */
final class HttpBody extends ByteStream {
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final Pattern CHUNK = Pattern.compile("[0-9a-fA-F]{1,15}");
    private static final int NO_CONTENT = 204;

    private final InputStream in;
    private final HttpConnection connection;
    private final boolean inChunks;
    private final boolean toTheEnd;
    private long left;
    private boolean begun;
    private boolean ended;

    private HttpBody(InputStream in, HttpConnection connection, boolean inChunks, boolean toTheEnd, long left) {
        this.in = in;
        this.connection = connection;
        this.inChunks = inChunks;
        this.toTheEnd = toTheEnd;
        this.left = left;
    }

    /**
     * What follows a head.
     *
     * @param connection is closed with it
     */
    static HttpBody of(HttpHead head, InputStream in, HttpConnection connection) throws IOException {
        Optional<String> encoding = head.header("Transfer-Encoding").map(text -> text.toLowerCase(Locale.ROOT));
        if (head.status() == NO_CONTENT) {
            return new HttpBody(in, connection, false, false, 0);
        }
        if (encoding.isPresent()) {
            if (!encoding.get().equals("chunked")) {
                throw new IOException("its body has the transfer encoding " + Shown.name(encoding.get())
                        + ", expected none or 'chunked'");
            }
            return new HttpBody(in, connection, true, false, 0);
        }
        Optional<String> length = head.header("Content-Length");
        long bytes = length.isPresent() ? number(length.get(), LENGTH, 10) : Long.MAX_VALUE;
        return new HttpBody(in, connection, false, length.isEmpty(), bytes);
    }

    /** @throws Stalled when nothing comes for too long */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            return readOn(bytes, offset, length);
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted() ? interrupted(e) : e;
        }
    }

    private int readOn(byte[] bytes, int offset, int length) throws IOException {
        if (inChunks && left == 0 && !ended) {
            beginChunk();
        }
        if (left == 0 || ended) {
            return -1;
        }
        int read = in.read(bytes, offset, (int) Math.min(length, left));
        if (read < 0 && !toTheEnd) {
            throw new EOFException("the connection ended");
        }
        ended = read < 0;
        left -= toTheEnd ? 0 : Math.max(0, read);
        return read;
    }

    private void beginChunk() throws IOException {
        if (begun && !HttpHead.line(in).isEmpty()) {
            throw new IOException("a chunk of its body is longer than it says");
        }
        begun = true;
        String line = HttpHead.line(in);
        int extension = line.indexOf(';');
        left = number(extension < 0 ? line : line.substring(0, extension), CHUNK, 16);
        ended = left == 0; // what may follow says nothing that is asked for
    }

    private static long number(String text, Pattern digits, int radix) throws IOException {
        String number = text.strip();
        if (!digits.matcher(number).matches()) {
            throw new IOException("the length of its body should be a number and is " + Shown.name(number));
        }
        return Long.parseLong(number, radix);
    }

    @Override
    public void close() {
        connection.close();
    }

    static IOException interrupted(Exception e) {
        InterruptedIOException interrupted = new InterruptedIOException("it was interrupted");
        interrupted.initCause(e);
        return interrupted;
    }

    /** The other side lives, perhaps, but nothing comes. */
    static final class Stalled extends IOException {
        private static final long serialVersionUID = 1;

        Stalled(Duration longest, Throwable cause) {
            super("nothing came for " + Durations.text(longest), cause);
        }
    }
}
