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
final class S3Parts extends ByteStream {
    private static final int PIECE = 1 << 16;

    private final Fetch fetch;
    private final Tasks tasks;
    private final PartPace pace;
    private final long end;
    private final int size;
    private final Deque<byte[]> free = new ArrayDeque<>();
    private final Deque<Part> ahead = new ArrayDeque<>();
    private byte[] current = {};
    private int length;
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
    public int read(byte[] bytes, int offset, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (read == length && !takeNext()) {
            return -1;
        }
        int copied = Math.min(most, length - read);
        System.arraycopy(current, read, bytes, offset, copied);
        read += copied;
        return copied;
    }

    private boolean takeNext() throws IOException {
        if (length > 0) {
            free.add(current);
            length = 0;
            read = 0;
        }
        readAhead();
        if (ahead.isEmpty()) {
            return false;
        }
        await(ahead.element());
        Part part = ahead.remove();
        current = part.bytes;
        length = part.length;
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
