package dev.viridian.spi;

import dev.viridian.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The real clock. */
final class SystemTime implements Time {
    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant now() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }

    /** Waits for what never comes: {@code Thread.sleep} up to Java 20 rounds half a millisecond up to a whole one. */
    @Override
    public void sleep(Duration duration) {
        try {
            boolean ignored = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException(new Failure.FencedOff("it was interrupted while it waited"), e);
        }
    }
}
