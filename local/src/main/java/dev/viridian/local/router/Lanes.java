package dev.viridian.local.router;

import io.undertow.connector.ByteBufferPool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.xnio.XnioIoThread;

/** The lanes of all I/O threads; a lane is opened with the first request on its thread. */
final class Lanes {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration SELDOM = Duration.ofSeconds(1);
    private static final Duration OFTEN = Duration.ofMillis(10);

    private final Map<XnioIoThread, Lane> lanes = new ConcurrentHashMap<>();
    private final ByteBufferPool buffers;
    private final Duration responseTimeout;

    Lanes(ByteBufferPool buffers, Duration responseTimeout) {
        this.buffers = buffers;
        this.responseTimeout = responseTimeout;
    }

    Lane of(XnioIoThread thread) {
        Lane lane = lanes.get(thread);
        return lane != null ? lane : lanes.computeIfAbsent(thread, this::open);
    }

    private Lane open(XnioIoThread thread) {
        return new Lane(thread, buffers, responseTimeout, sweepEvery());
    }

    private Duration sweepEvery() {
        Duration share = responseTimeout.dividedBy(20);
        return share.compareTo(OFTEN) < 0 ? OFTEN : share.compareTo(SELDOM) > 0 ? SELDOM : share;
    }

    /** Runs something on the thread of each lane, and waits for all of them. */
    void run(Consumer<Lane> task) {
        sum(lane -> {
            task.accept(lane);
            return 0;
        });
    }

    /** As {@link #run}, adding up what is returned. */
    int sum(ToIntFunction<Lane> task) {
        List<CompletableFuture<Integer>> running = lanes.values().stream()
                .map(lane -> CompletableFuture.supplyAsync(() -> task.applyAsInt(lane), lane)
                        .orTimeout(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS))
                .toList();
        return running.stream().mapToInt(CompletableFuture::join).sum();
    }
}
