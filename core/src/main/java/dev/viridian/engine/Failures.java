package dev.viridian.engine;

import dev.viridian.Failure;
import dev.viridian.spi.ControllerStop;
import dev.viridian.spi.PlatformException;
import dev.viridian.text.Thrown;
import java.util.concurrent.TimeoutException;

/** What was thrown, as a failure. */
final class Failures {
    private Failures() {}

    static Failure of(String doing, Throwable thrown) {
        if (thrown instanceof PlatformException platform) {
            return platform.failure();
        }
        if (thrown instanceof InterruptedException) {
            return new Failure.FencedOff("it was interrupted while it tried to " + doing);
        }
        if (thrown instanceof TimeoutException) {
            return new Failure.CallFailed(doing, "no answer in time", true);
        }
        return unexpected(doing, thrown);
    }

    /** What was thrown, to be thrown on as a failure; an error that ends the controller is thrown as it is, and who was interrupted stays so. */
    static PlatformException exception(String doing, Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (thrown instanceof Error error) {
            return new PlatformException(of(doing, ordinary(error)), error);
        }
        return thrown instanceof PlatformException known ? known : new PlatformException(of(doing, thrown), thrown);
    }

    static Failure unexpected(String doing, Throwable thrown) {
        return new Failure.Unexpected("trying to " + doing, Thrown.text(thrown));
    }

    /** The error, if it is a failure like others; one that ends the controller is thrown again. */
    static Error ordinary(Error error) {
        if (error instanceof ControllerStop) {
            throw error;
        }
        return error;
    }
}
