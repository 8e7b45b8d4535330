package dev.viridian.artifact;

import dev.viridian.text.Durations;
import dev.viridian.text.Thrown;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The body of an answer as a stream that never waits longer than it may: the time limits of the JDK's client end with the head of an
 * answer. It asks for a few pieces ahead and no more, so that a fast server does not fill the memory.
 */
final class HttpBody extends ByteStream implements BodySubscriber<HttpBody> {
    private static final int AHEAD = 32;

    private final BlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
    private final Supplier<Duration> patience;
    private Optional<Flow.Subscription> subscription = Optional.empty();
    private boolean closed;
    private boolean ended;

    private record Piece(List<ByteBuffer> bytes, boolean last, Optional<Throwable> failure) {}

    /** @param patience how long the next piece may take from now on */
    HttpBody(Supplier<Duration> patience) {
        this.patience = patience;
    }

    @Override
    public CompletionStage<HttpBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        if (closed) {
            given.cancel();
        } else {
            subscription = Optional.of(given);
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        arrived.add(new Piece(bytes, false, Optional.empty()));
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(new Piece(List.of(), true, Optional.of(failure)));
    }

    @Override
    public void onComplete() {
        arrived.add(new Piece(List.of(), true, Optional.empty()));
    }

    /** @throws Stalled when nothing comes for too long */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (buffers.isEmpty() && !ended) {
            take(next());
        }
        int done = 0;
        while (done < length && !buffers.isEmpty()) {
            ByteBuffer first = buffers.getFirst();
            int part = Math.min(length - done, first.remaining());
            first.get(bytes, offset + done, part);
            done += part;
            if (!first.hasRemaining()) {
                buffers.removeFirst();
            }
        }
        return done == 0 ? -1 : done;
    }

    /** Ends the connection unless the body has come to its end. */
    @Override
    public synchronized void close() {
        closed = true;
        subscription.ifPresent(Flow.Subscription::cancel);
    }

    private Piece next() throws IOException {
        Duration longest = patience.get();
        try {
            Piece piece = arrived.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
            if (piece == null) {
                throw new Stalled("nothing came for " + Durations.text(longest));
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    static IOException interrupted(InterruptedException e) {
        InterruptedIOException interrupted = new InterruptedIOException("it was interrupted");
        interrupted.initCause(e);
        return interrupted;
    }

    private void take(Piece piece) throws IOException {
        if (piece.failure().isPresent()) {
            Throwable failure = piece.failure().get();
            throw new IOException(Thrown.text(failure), failure);
        }
        piece.bytes().stream().filter(ByteBuffer::hasRemaining).forEach(buffers::addLast);
        ended = piece.last();
        if (!ended) {
            ask();
        }
    }

    private synchronized void ask() {
        subscription.ifPresent(known -> known.request(1));
    }

    /** The other side lives, perhaps, but nothing comes. */
    static final class Stalled extends IOException {
        private static final long serialVersionUID = 1;

        Stalled(String what) {
            super(what);
        }
    }
}
