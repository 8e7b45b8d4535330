package dev.viridian.spi;

import dev.viridian.Failure;
import dev.viridian.text.Thrown;
import java.util.Objects;

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

    private PlatformException(Failure failure, boolean writableStackTrace) {
        super(failure.message(), null, true, writableStackTrace);
        this.failure = failure;
    }

    /**
     * A failure that was injected, for simulations, which throw such by the million: without a stack trace, which would tell only of the
     * simulation and takes longer than the whole call.
     */
    public static PlatformException injected(Failure failure) {
        return new PlatformException(failure, false);
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
