package dev.viridian.aws;

import dev.viridian.spi.Begun;
import dev.viridian.spi.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What of a large object comes after its first part, in parts of which several are fetched at once and handed out in their order. Memory is that of the parts that are ahead,
 * whatever the size of the object.
 */
final class S3Parts extends InputStream {
    private static final int PIECE = 1 << 16;
    private static final Part NONE = new Part(new byte[0], 0, new Done());

    private final Fetch fetch;
    private final Tasks tasks;
    private final PartPace pace;
    private final long end;
    private final int size;
    private final Deque<byte[]> free = new ArrayDeque<>();
    private final Deque<Part> ahead = new ArrayDeque<>();
    private Part current = NONE;
    private int read;
    private long next;
    private volatile boolean closed;

    /** Fetches a part: the bytes from one position to another, which does not belong to it. */
    interface Fetch {
        InputStream part(long from, long to);
    }

    private static final class Part {
        final byte[] bytes;
        final int length;
        final Begun<Boolean> fetched;

        Part(byte[] bytes, int length, Begun<Boolean> fetched) {
            this.bytes = bytes;
            this.length = length;
            this.fetched = fetched;
        }
    }

    private static final class Done implements Begun<Boolean> {
        @Override
        public Boolean result() {
            return true;
        }

        @Override
        public void leave() {
            // nothing is under way
        }
    }

    /**
     * Nothing is fetched yet.
     *
     * @param begin the position of the first byte
     * @param end the position after the last one
     * @param size how many bytes a part has, in memory, too
     */
    S3Parts(Fetch fetch, Tasks tasks, PartPace pace, long begin, long end, int size) {
        this.fetch = fetch;
        this.tasks = tasks;
        this.pace = pace;
        this.next = begin;
        this.end = end;
        this.size = size;
    }

    /** Begins to fetch as many parts as may be ahead. */
    void readAhead() {
        while (next < end && ahead.size() < pace.width()) {
            long from = next;
            int length = (int) Math.min(size, end - from);
            byte[] bytes = free.isEmpty() ? new byte[size] : free.remove();
            ahead.add(new Part(bytes, length, tasks.begin(() -> fill(bytes, from, length))));
            next += length;
        }
    }

    private boolean fill(byte[] bytes, long from, int length) throws IOException {
        try (InputStream part = fetch.part(from, from + length)) {
            int filled = 0;
            while (filled < length) {
                if (closed) {
                    throw new InterruptedIOException("nobody wants it any more");
                }
                filled += part.read(bytes, filled, Math.min(PIECE, length - filled));
            }
        }
        pace.arrived();
        return true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (read == current.length && !takeNext()) {
            return -1;
        }
        int length = Math.min(most, current.length - read);
        System.arraycopy(current.bytes, read, bytes, offset, length);
        read += length;
        return length;
    }

    private boolean takeNext() throws IOException {
        if (current.length > 0) {
            free.add(current.bytes);
            current = NONE;
            read = 0;
        }
        readAhead();
        if (ahead.isEmpty()) {
            return false;
        }
        await(ahead.element());
        current = ahead.remove();
        return true;
    }

    private static void await(Part part) throws IOException {
        try {
            part.fetched.result();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        } catch (Exception e) {
            throw new AssertionError("no part throws " + e.getClass(), e);
        }
    }

    /** Leaves what is under way; it ends by itself. */
    @Override
    public void close() {
        closed = true;
        ahead.forEach(part -> part.fetched.leave());
        ahead.clear();
        next = end;
    }
}
