package dev.viridian.state;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;

/** A clock that moves only when somebody waits. */
final class VirtualTime implements Time {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        now = now.plus(duration);
    }
}
