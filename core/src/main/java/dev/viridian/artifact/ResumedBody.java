package dev.viridian.artifact;

import dev.viridian.spi.Time;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Content as one stream, over as many connections as it takes: where one breaks or ends too early, the next one goes on from there, five times in a row at most, after 0.2 s and
 * then twice as long each time; each byte that arrives begins that count anew. For artifact stores that ask something across a network. Used by one thread.
 *
 * <pre>{@code
 * InputStream bits = ResumedBody.of(position -> server.get(location, position), OptionalLong.of(length), Time.system());
 * }</pre>
 */
public final class ResumedBody extends ByteStream {
    private static final int MOST_FAILURES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final Connecting connecting;
    private final OptionalLong length;
    private final Time time;
    private Optional<InputStream> connection;
    private long position;
    private int failures;

    /** Connects to the content, for the first time or again. */
    @FunctionalInterface
    public interface Connecting {
        /**
         * What comes from this position on. Closing it ends the connection, whatever has not been read.
         *
         * @throws IOException when another connection may do better; an {@link InterruptedIOException}, and whatever else is thrown, ends it all
         */
        InputStream from(long position) throws IOException;
    }

    private ResumedBody(Connecting connecting, OptionalLong length, Time time, Optional<InputStream> first) {
        this.connecting = connecting;
        this.length = length;
        this.time = time;
        this.connection = first;
    }

    /**
     * Connects when it is first read.
     *
     * @param length how many bytes it has in all; without it, what ends is taken for whole
     */
    public static ResumedBody of(Connecting connecting, OptionalLong length, Time time) {
        return new ResumedBody(connecting, length, time, Optional.empty());
    }

    /** Begins with this connection, of which nothing has been read. */
    public ResumedBody beginningWith(InputStream first) {
        return new ResumedBody(connecting, length, time, Optional.of(first));
    }

    /** How long it is in all, where that is known. */
    OptionalLong length() {
        return length;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (length.isPresent() && position == length.getAsLong()) {
            return -1;
        }
        while (true) {
            try {
                return readOn(connected(), bytes, offset, most);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                lose(e);
            }
        }
    }

    private InputStream connected() throws IOException {
        InputStream connected = connection.isPresent() ? connection.get() : connecting.from(position);
        connection = Optional.of(connected);
        return connected;
    }

    private int readOn(InputStream from, byte[] bytes, int offset, int most) throws IOException {
        long left = length.isPresent() ? length.getAsLong() - position : Long.MAX_VALUE;
        int read = from.read(bytes, offset, (int) Math.min(most, left));
        if (read < 0 && length.isPresent()) {
            throw new EOFException("the connection ended");
        }
        if (read > 0) {
            position += read;
            failures = 0;
        }
        return read;
    }

    private void lose(IOException broken) throws IOException {
        close();
        failures++;
        if (failures > MOST_FAILURES) {
            throw new IOException(
                    "after " + position + (length.isPresent() ? " of " + length.getAsLong() : "") + " bytes"
                            + " it did not go on, although " + MOST_FAILURES + " more connections were tried: "
                            + broken.getMessage(),
                    broken);
        }
        time.sleep(FIRST_PAUSE.multipliedBy(1L << (failures - 1)));
    }

    /** Ends the connection: what has not been read is not waited for. */
    @Override
    public void close() throws IOException {
        Optional<InputStream> open = connection;
        connection = Optional.empty();
        if (open.isPresent()) {
            open.get().close();
        }
    }
}
