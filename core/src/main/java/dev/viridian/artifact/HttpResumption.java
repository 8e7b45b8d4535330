package dev.viridian.artifact;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Goes on with the content at an address: with this content and no other.
 *
 * @param state which content it is
 */
record HttpResumption(HttpFetch fetch, URI location, ContentState state) implements ResumedBody.Connecting {
    private static final int BUFFER = 1 << 16;

    @Override
    public InputStream from(long position) throws IOException {
        HttpReply reply = fetch.get(location, range(position));
        Optional<String> change = state.change(reply);
        if (change.isPresent()) {
            reply.body().close();
            throw fetch.refused("it changed while it was fetched: " + change.get() + ", after " + position
                    + " bytes had arrived. Deploy again to pin what is there now.");
        }
        if (reply.status() == HttpReply.PART) {
            requireBegin(reply, position);
        } else {
            fetch.requireOk(reply); // the whole, since this server sends no parts
            passOver(reply.body(), position);
        }
        return reply.body();
    }

    private Map<String, String> range(long position) {
        Map<String, String> headers = new TreeMap<>();
        if (position > 0) {
            headers.put("Range", "bytes=" + position + "-");
            state.condition().ifPresent(condition -> headers.put("If-Range", condition));
        }
        return headers;
    }

    /** Of a whole that came where a part was asked for. */
    private static void passOver(HttpBody whole, long bytes) throws IOException {
        byte[] buffer = new byte[bytes == 0 ? 0 : BUFFER];
        long left = bytes;
        try {
            while (left > 0) {
                int read = whole.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException("the connection ended");
                }
                left -= read;
            }
        } catch (IOException e) {
            whole.close();
            throw e;
        }
    }

    private void requireBegin(HttpReply reply, long position) {
        String range = reply.header("Content-Range").orElse("none");
        if (!range.matches("bytes " + position + "-\\d+/(\\d+|\\*)")) {
            reply.body().close();
            throw fetch.refused(HttpLocation.shown(reply.from()) + " was asked for the bytes from " + position
                    + " on and sent others: its Content-Range is " + Shown.name(range) + ".");
        }
    }
}
