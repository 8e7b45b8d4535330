package dev.viridian.engine;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock of a platform: what it throws is a failure like others, and what it said last is known, so that it can be told when something
 * happened though it says nothing any more.
 */
final class KnownTime implements Time {
    private final Time time;
    private volatile Instant last;

    private KnownTime(Time time) {
        this.time = time;
        this.last = told(time);
    }

    /**
     * That clock.
     *
     * @throws PlatformException when it says nothing
     */
    static KnownTime of(Time time) {
        return new KnownTime(time);
    }

    @Override
    public Instant now() {
        Instant now = told(time);
        last = now;
        return now;
    }

    /** The time now, or the one before that the clock said last. */
    Instant latest() {
        try {
            return now();
        } catch (PlatformException e) {
            return last;
        }
    }

    private static Instant told(Time time) {
        try {
            return Answered.by(() -> "read the clock", time.now());
        } catch (RuntimeException | Error e) {
            throw failed("read the clock", e);
        }
    }

    @Override
    public void sleep(Duration duration) {
        try {
            time.sleep(duration);
        } catch (RuntimeException | Error e) {
            throw failed("wait", e);
        }
    }

    /** It may say something the next time. */
    private static PlatformException failed(String doing, Throwable thrown) {
        PlatformException exception = Failures.exception(doing, thrown);
        return exception == thrown ? exception : PlatformException.passing(doing, thrown);
    }
}
