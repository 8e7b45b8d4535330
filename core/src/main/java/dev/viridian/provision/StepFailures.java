package dev.viridian.provision;

import dev.viridian.Failure;
import dev.viridian.spi.ControllerStop;
import dev.viridian.spi.PlatformException;
import dev.viridian.text.Thrown;
import java.util.concurrent.TimeoutException;

/** What was thrown, as a failure. */
final class StepFailures {
    private StepFailures() {}

    static Failure of(String step, Throwable thrown) {
        if (thrown instanceof PlatformException platform) {
            return platform.failure();
        }
        if (thrown instanceof TimeoutException) {
            return new Failure.CallFailed(step, "it was not done within its limit, and was interrupted", true);
        }
        return new Failure.Unexpected("trying to " + step, Thrown.text(thrown));
    }

    /** The error, if it is a failure like others; one that ends the whole process is thrown again. */
    static Error ordinary(Error error) {
        if (error instanceof ControllerStop) {
            throw error;
        }
        return error;
    }
}
