package dev.viridian.engine;

import dev.viridian.spi.Begun;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import dev.viridian.state.Lease;
import dev.viridian.text.ThrownByWork;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls of the platform and of users' code, each bounded in time; whatever comes of them is an answer or a failure. */
final class Calls {
    /** How long a question to the platform may take: under a third of the lease, so that it cannot run out meanwhile. */
    private static final Duration ANSWER = Lease.TIME_TO_LIVE.dividedBy(3);

    private final Platform platform;

    Calls(Platform platform) {
        this.platform = platform;
    }

    /** Asks the platform. */
    <T> T ask(Supplier<String> question, Function<Platform, T> call) {
        return answer(question, () -> call.apply(platform));
    }

    /** What is answered in the time that an answer may take. */
    <T> T answer(Supplier<String> question, Callable<T> call) {
        return bounded(question, ANSWER, call);
    }

    /** Runs code of the user's, or of the platform, no longer than this. */
    <T> T bounded(Supplier<String> doing, Duration limit, Callable<T> work) {
        try {
            return Answered.by(doing, tasks().within(limit, ThrownByWork.toldFromTheWait(work)));
        } catch (TimeoutException e) {
            throw PlatformException.unanswered(doing.get(), limit, e);
        } catch (ThrownByWork e) {
            throw new PlatformException(Failures.unexpected(doing.get(), e.thrown()), e.thrown());
        } catch (Exception | Error e) {
            throw Failures.exception(doing.get(), e);
        }
    }

    /** Begins what is asked for later. */
    <T> Begun<T> begun(Supplier<String> doing, Callable<T> work) {
        try {
            return Answered.by(doing, tasks().begin(work));
        } catch (RuntimeException | Error e) {
            throw Failures.exception(doing.get(), e);
        }
    }

    /** Does all of it side by side; each bounds itself. */
    <T> List<T> sideBySide(Supplier<String> doing, List<Callable<T>> work) {
        try {
            return Answered.by(doing, tasks().all(work));
        } catch (Exception | Error e) {
            throw Failures.exception(doing.get(), e);
        }
    }

    private Tasks tasks() {
        return Answered.by(() -> "use the tasks() of the platform", platform.tasks());
    }
}
