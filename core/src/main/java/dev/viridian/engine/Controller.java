package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.event.Event;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import dev.viridian.state.Lease;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hands of the engine: every call of the platform goes through here, bounded in time; every effect is written down before it is
 * had, carries its fence, and is written down after it.
 */
final class Controller {
    /** How long a question to the platform may take: under a third of the lease, so that it cannot run out meanwhile. */
    private static final Duration ANSWER = Lease.TIME_TO_LIVE.dividedBy(3);

    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);

    private final Platform platform;
    private final DeploymentId id;
    private final Lease lease;
    private final EventLog log;
    private Instant deadline = Instant.MAX;
    private Duration limit = Duration.ZERO;
    private boolean puttingBack;

    Controller(Platform platform, DeploymentId id, Lease lease, EventLog log) {
        this.platform = platform;
        this.id = id;
        this.lease = lease;
        this.log = log;
    }

    Platform platform() {
        return platform;
    }

    DeploymentId id() {
        return id;
    }

    Instant now() {
        return platform.time().now();
    }

    /**
     * Writes down what happened. While things are put back, a journal that cannot be written (a full disk) does not keep them from
     * being put back; somebody else's record in it does.
     */
    void emit(Function<Instant, Event> event) {
        Event happened = event.apply(now());
        tolerating(() -> log.emit(happened), () -> log.tell(happened));
    }

    /**
     * Tells what happened in any case, and writes it down where that is possible: for what must be told although something failed.
     * Somebody else's record in the journal is thrown here, too.
     */
    void emitIfPossible(Function<Instant, Event> event) {
        Event happened = event.apply(now());
        try {
            log.emit(happened);
        } catch (PlatformException e) {
            log.tell(happened);
            if (e.failure() instanceof Failure.FencedOff) {
                throw e;
            }
            LOG.warn("Could not write down {}: {}", happened, e.failure().message());
        }
    }

    /** From now on nothing is begun when that much time has passed. */
    void stopAfter(Duration time) {
        limit = time;
        deadline = now().plus(time);
    }

    /** From now on only what is safe is done: no deadline of the whole keeps it from being done. */
    void putBack() {
        deadline = Instant.MAX;
        puttingBack = true;
    }

    /** Goes on only while this controller holds the lease and has time left. */
    void checkpoint() {
        tolerating(lease::renew, () -> {});
        if (now().isAfter(deadline)) {
            throw new PlatformException(new Failure.DeadlinePassed("the deployment as a whole", limit));
        }
    }

    private void tolerating(Runnable record, Runnable instead) {
        try {
            record.run();
        } catch (PlatformException e) {
            if (!puttingBack || e.failure() instanceof Failure.FencedOff) {
                throw e;
            }
            LOG.warn(
                    "{} The deployment is being put back all the same.",
                    e.failure().message());
            instead.run();
        }
    }

    /** Waits, but not past the deadline, and keeps the lease alive. */
    void pause(Duration time) {
        Instant end = now().plus(time);
        for (Instant now = now(); now.isBefore(end); now = now()) {
            checkpoint();
            Duration left = Duration.between(now, end);
            platform.time().sleep(left.compareTo(Lease.RENEWAL) > 0 ? Lease.RENEWAL : left);
        }
    }

    /** Asks the platform. */
    <T> T ask(String question, Function<Platform, T> call) {
        return bounded(question, ANSWER, () -> call.apply(platform));
    }

    /** Changes something. */
    void perform(String effect, Duration limit, Consumer<Fence> change) {
        checkpoint();
        Fence fence = new Fence(lease.token(), id + "/" + effect);
        emit(at -> new Event.EffectIntended(at, effect, fence.token(), fence.idempotencyToken()));
        try {
            bounded(effect, limit, () -> {
                change.accept(fence);
                return true;
            });
        } catch (PlatformException e) {
            emit(at -> new Event.EffectFailed(at, effect, e.failure().message()));
            throw e;
        }
        emit(at -> new Event.EffectDone(at, effect));
    }

    /** Runs code of the user's, or of the platform, no longer than this. */
    <T> T bounded(String doing, Duration limit, Callable<T> work) {
        try {
            return platform.tasks().within(limit, work);
        } catch (TimeoutException e) {
            throw new PlatformException(
                    new Failure.CallFailed(doing, "no answer within " + Durations.text(limit), true), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException(Failures.of(doing, e), e);
        } catch (Exception | LinkageError | AssertionError e) {
            throw e instanceof PlatformException known ? known : new PlatformException(Failures.of(doing, e), e);
        }
    }

    Tasks tasks() {
        return platform.tasks();
    }
}
