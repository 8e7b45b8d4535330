package dev.viridian.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntFunction;

/**
 * Bytes on their way from one task to another. The task that fills it is never further ahead than a few buffers, so that whatever
 * the size of an archive the memory is the same.
 *
 * <p>What the reader sees is what it would see without a task in between: the same bytes, then the end, or the failure of whoever
 * filled it. Closing the reader ends the filling, too.
 */
final class Relay {
    private static final int BUFFERS = 8;
    private static final int BUFFER = 1 << 17;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final BlockingQueue<Part> full = new ArrayBlockingQueue<>(BUFFERS + 1);
    private volatile boolean abandoned;

    /** What was read at once; the last one has no bytes, and the failure if it was not the end. */
    private record Part(ByteBuffer bytes, boolean isLast, Optional<Throwable> failure) {}

    /** Opens what is to be relayed; what it throws is seen by the reader. */
    interface Opening {
        ArchiveStream open() throws IOException;
    }

    private Relay(IntFunction<ByteBuffer> allocation) {
        for (int i = 0; i < BUFFERS; i++) {
            free.add(allocation.apply(BUFFER));
        }
    }

    /** For bytes that Java looks at on their way. */
    static Relay onHeap() {
        return new Relay(ByteBuffer::allocate);
    }

    /** For bytes that the system is to take as they are; from the heap it would be given a copy. */
    static Relay direct() {
        return new Relay(ByteBuffer::allocateDirect);
    }

    /** Relays all of a stream and closes it. It never throws: the reader is told. */
    void fill(Opening opening) {
        Optional<Throwable> failure = failureOfFilling(opening);
        full.add(new Part(NOTHING, true, failure));
    }

    private Optional<Throwable> failureOfFilling(Opening opening) {
        try (ArchiveStream from = opening.open()) {
            fill(from);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new ClosedByInterruptException());
        } catch (Throwable e) { // an OutOfMemoryError, too, is the reader's to throw
            return Optional.of(e);
        }
    }

    private void fill(ArchiveStream from) throws IOException, InterruptedException {
        while (!abandoned) {
            ByteBuffer buffer = free.take();
            int read = abandoned ? -1 : from.read(buffer);
            if (read < 0) {
                return;
            }
            full.add(new Part(buffer.flip(), false, Optional.empty()));
        }
    }

    /** What was filled in, for one reader. */
    ArchiveStream reader() {
        return new Reader();
    }

    private final class Reader extends ArchiveStream {
        private Part part = new Part(NOTHING, false, Optional.empty());

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!isThere()) {
                return -1;
            }
            int read = Math.min(length, part.bytes().remaining());
            part.bytes().get(buffer, offset, read);
            return read;
        }

        @Override
        Optional<ByteBuffer> lend() throws IOException {
            return isThere() ? Optional.of(part.bytes()) : Optional.empty();
        }

        /** Whether there are bytes that nobody took; waits until it is known. */
        private boolean isThere() throws IOException {
            while (!part.isLast() && !part.bytes().hasRemaining()) {
                next();
            }
            throwFailure();
            return !part.isLast();
        }

        private void next() throws IOException {
            if (part.bytes().capacity() > 0) {
                free.add(part.bytes().clear());
            }
            try {
                part = full.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClosedByInterruptException();
            }
        }

        private void throwFailure() throws IOException {
            Throwable failure = part.failure().orElse(null);
            if (failure instanceof IOException seen) {
                throw seen;
            }
            if (failure instanceof RuntimeException seen) {
                throw seen;
            }
            if (failure instanceof Error seen) {
                throw seen;
            }
        }

        @Override
        public void close() {
            abandoned = true;
            // Whoever waits for a buffer is woken by one; where there is no place for it, nobody waits.
            boolean ignored = free.offer(NOTHING);
        }
    }
}
