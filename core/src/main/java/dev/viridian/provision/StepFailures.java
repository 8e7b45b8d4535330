package dev.viridian.provision;

import dev.viridian.Failure;
import dev.viridian.spi.ControllerStop;
import dev.viridian.spi.PlatformException;
import dev.viridian.text.Durations;
import dev.viridian.text.Thrown;
import dev.viridian.text.ThrownByWork;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** What was thrown, as a failure. */
final class StepFailures {
    private StepFailures() {}

    static Failure of(String step, Throwable thrown) {
        if (thrown instanceof PlatformException platform) {
            return platform.failure();
        }
        return new Failure.Unexpected("trying to " + step, Thrown.text(thrown));
    }

    /** What was thrown to whoever waited for the step: by the wait itself, or by the step ({@link ThrownByWork}). */
    static Failure ofWaiting(String step, Duration limit, Exception thrown) {
        if (thrown instanceof TimeoutException) {
            String late = "it was not done within its limit of " + Durations.text(limit) + ", and was interrupted";
            return new Failure.CallFailed(step, late, true);
        }
        if (thrown instanceof InterruptedException) {
            return interrupted(step);
        }
        return of(step, thrown instanceof ThrownByWork work ? work.thrown() : thrown);
    }

    /** Whoever provisions is to end: nothing is tried again, and those above see that they are, too. */
    static Failure interrupted(String step) {
        Thread.currentThread().interrupt();
        return new Failure.CallFailed(step, "it was interrupted, as whoever provisions was", false);
    }

    /** The error, if it is a failure like others; one that ends the whole process is thrown again. */
    static Error ordinary(Error error) {
        if (error instanceof ControllerStop) {
            throw error;
        }
        return error;
    }
}
