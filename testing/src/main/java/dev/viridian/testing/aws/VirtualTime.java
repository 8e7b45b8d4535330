package dev.viridian.testing.aws;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;

/** A clock that moves only when somebody waits. */
final class VirtualTime implements Time {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        if (!duration.isNegative()) {
            now = now.plus(duration);
        }
    }
}
