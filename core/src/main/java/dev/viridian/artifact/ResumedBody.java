package dev.viridian.artifact;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The content at an address as one stream, over as many connections as it takes. */
final class ResumedBody extends ByteStream {
    private static final int MOST_FAILURES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int BUFFER = 1 << 16;

    private final HttpFetch fetch;
    private final URI location;
    private final ContentState state;
    private HttpBody body;
    private long position;
    private long passOver;
    private int failures;

    /** @param first the answer that it begins with, of which nothing was read */
    ResumedBody(HttpFetch fetch, URI location, HttpReply first) {
        this.fetch = fetch;
        this.location = location;
        this.state = ContentState.of(first);
        this.body = first.body();
    }

    /** How long it is in all, where the server says so. */
    OptionalLong length() {
        return state.length();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            try {
                passOver();
                return readOn(bytes, offset, length);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                connectAgain(e);
            }
        }
    }

    @Override
    public void close() {
        body.close();
    }

    private int readOn(byte[] bytes, int offset, int length) throws IOException {
        int read = body.read(bytes, offset, length);
        if (read < 0 && position < state.length().orElse(position)) {
            throw new EOFException("the connection ended");
        }
        if (read > 0) {
            position += read;
            failures = 0;
        }
        return read;
    }

    /** Of a whole that came where a part was asked for. */
    private void passOver() throws IOException {
        byte[] buffer = new byte[passOver == 0 ? 0 : BUFFER];
        while (passOver > 0) {
            int read = body.read(buffer, 0, (int) Math.min(buffer.length, passOver));
            if (read < 0) {
                throw new EOFException("the connection ended");
            }
            passOver -= read;
        }
    }

    private void connectAgain(IOException broken) throws IOException {
        IOException last = broken;
        while (true) {
            body.close();
            failures++;
            if (failures > MOST_FAILURES) {
                throw new IOException(
                        "after " + position + " bytes" + state.ofAll() + " it did not go on, although " + MOST_FAILURES
                                + " more connections were tried: " + last.getMessage(),
                        last);
            }
            fetch.pause(FIRST_PAUSE.multipliedBy(1L << (failures - 1)));
            try {
                goOn(fetch.get(location, range()));
                return;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                last = e;
            }
        }
    }

    private Map<String, String> range() {
        Map<String, String> headers = new TreeMap<>();
        if (position > 0) {
            headers.put("Range", "bytes=" + position + "-");
            state.condition().ifPresent(condition -> headers.put("If-Range", condition));
        }
        return headers;
    }

    private void goOn(HttpReply reply) throws IOException {
        Optional<String> change = state.change(reply);
        if (change.isPresent()) {
            reply.body().close();
            throw fetch.refused("it changed while it was fetched: " + change.get() + ", after " + position
                    + " bytes had arrived. Deploy again to pin what is there now.");
        }
        if (reply.status() == HttpReply.PART) {
            requireBegin(reply);
        } else {
            fetch.requireOk(reply); // the whole, since this server sends no parts
        }
        passOver = reply.status() == HttpReply.PART ? 0 : position;
        body = reply.body();
    }

    private void requireBegin(HttpReply reply) {
        String range = reply.header("Content-Range").orElse("none");
        if (!range.matches("bytes " + position + "-\\d+/(\\d+|\\*)")) {
            reply.body().close();
            throw fetch.refused(HttpLocation.shown(reply.from()) + " was asked for the bytes from " + position
                    + " on and sent others: its Content-Range is " + Shown.name(range) + ".");
        }
    }
}
