package dev.viridian.spi;

import java.time.Duration;
import java.time.Instant;

/** The only clock there is. */
public interface Time {
    /** The time now. It never goes back. */
    Instant now();

    /** Waits; an interrupted wait ends at once with a {@link PlatformException} and keeps the interrupt. */
    void sleep(Duration duration);

    /** The machine's clock at the start, and from there on what its steady clock says, so that setting the clock moves nothing. */
    static Time system() {
        return new SystemTime();
    }
}
