package dev.viridian.local.killed;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;

/** A clock that goes as fast as the real one, and is ahead of it. */
record ShiftedTime(Time real, Duration ahead) implements Time {
    @Override
    public Instant now() {
        return real.now().plus(ahead);
    }

    @Override
    public void sleep(Duration duration) {
        real.sleep(duration);
    }
}
