package dev.viridian.spi;

import dev.viridian.Failure;
import dev.viridian.text.Durations;
import dev.viridian.text.Thrown;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A call of a platform failed; the failure says why. */
public final class PlatformException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    /** A failure without a deeper cause. */
    public PlatformException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    /** A failure and what caused it. */
    public PlatformException(Failure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    private PlatformException(Failure failure, @Nullable Throwable cause, boolean writableStackTrace) {
        super(failure.message(), cause, true, writableStackTrace);
        this.failure = failure;
    }

    /**
     * A failure that was injected, for simulations, which throw such by the million: without a stack trace, which would tell only of the
     * simulation and takes longer than the whole call.
     */
    public static PlatformException injected(Failure failure) {
        return new PlatformException(failure, null, false);
    }

    /**
     * A call that gave no answer in the time that it had, but may another time. Without a stack trace of its own: that of its cause says
     * where it was waited.
     *
     * @param call what was tried
     * @param limit how long it was waited
     * @param cause what whoever waited has thrown
     */
    public static PlatformException unanswered(String call, Duration limit, TimeoutException cause) {
        return new PlatformException(
                new Failure.CallFailed(call, "no answer within " + Durations.text(limit), true), cause, false);
    }

    /**
     * A controller must go no further, because another one has taken over. Without a stack trace: where it finds that out nothing is
     * wrong.
     *
     * @param found what shows that another one has
     */
    public static PlatformException fencedOff(String found) {
        return new PlatformException(new Failure.FencedOff(found), null, false);
    }

    /** A call that failed but may go well another time. Where a file could not be used it says what to do about it. */
    public static PlatformException passing(String call, Throwable cause) {
        String found = Thrown.text(cause)
                + FileTrouble.advice(cause).map(advice -> ". " + advice).orElse("");
        return new PlatformException(new Failure.CallFailed(call, found, true), cause);
    }

    /** A call that was refused and will be refused again. */
    public static PlatformException refused(String call, String why) {
        return new PlatformException(new Failure.CallFailed(call, why, false));
    }

    /** What went wrong. */
    public Failure failure() {
        return Objects.requireNonNull(failure, "a deserialized PlatformException has no failure");
    }
}
