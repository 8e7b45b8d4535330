package dev.viridian.engine;

import dev.failsafe.Execution;
import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.Response;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.Lease;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The hands of the engine: every call of the platform goes through here, bounded in time; every effect is written down before it is
 * had, carries its fence, and is written down after it.
 */
final class Controller {
    /** Whoever reads the journal sees what happened no later than this, while the engine waits for something. */
    private static final Duration PROGRESS = Duration.ofSeconds(1);

    private static final Response.Retrying PATIENTLY = new Response.Retrying(3, Duration.ofSeconds(1));

    /** How long after a try to write, while things are put back, the next one follows. */
    private static final Duration AGAIN = Duration.ofSeconds(3);

    /** Who wakes up so much too late was not only waiting for the processor. */
    private static final Duration STANDSTILL = Duration.ofSeconds(10);

    private static final EngineLog LOG = EngineLog.of(Controller.class);

    private final BoundedPlatform platform;
    private final DeploymentId id;
    private final Lease lease;
    private final EventLog log;
    private final Calls calls;
    private Duration stoodStill = Duration.ZERO;
    private Instant deadline = Instant.MAX;
    private Duration limit = Duration.ZERO;
    private boolean puttingBack;
    private boolean storeGivenUp;
    private boolean abortable = true;
    private volatile Optional<TrafficSplit> justShown = Optional.empty();

    Controller(BoundedPlatform platform, DeploymentId id, Lease lease, EventLog log) {
        this.platform = platform;
        this.id = id;
        this.lease = lease;
        this.log = log;
        this.calls = new Calls(platform);
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

    /** The time now, or what the clock said last where it says nothing: for what is told, and nothing that is waited for. */
    Instant latest() {
        return platform.time().latest();
    }

    /**
     * Tells what happened; an intent is safe when this returns, and all before it. Writing it is tried again where it fails. While things
     * are put back, a journal that cannot be written (a full disk) does not keep them from being put back; somebody else's record in it
     * does.
     */
    void emit(Function<Instant, Event> event) {
        Event happened = event.apply(latest());
        tolerating(
                puttingBack,
                () -> {
                    if (puttingBack) {
                        firmly(() -> log.emit(happened));
                    } else {
                        patiently(() -> "write the journal of " + id, this::rest, () -> {
                            log.emit(happened);
                            return happened;
                        });
                    }
                },
                () -> log.tell(happened));
    }

    /**
     * Tries again, for as long as a lease lasts, what the next controller must find in the state store; of a full disk only once, as
     * nobody empties it while users wait to be put back. Once that was in vain there is no more waiting, until the store answers again.
     */
    void firmly(Runnable writing) {
        Instant begun = now();
        while (true) {
            try {
                writing.run();
                storeGivenUp = false;
                return;
            } catch (PlatformException e) {
                Duration patience = e.failure() instanceof Failure.DiskFull ? AGAIN : Lease.TIME_TO_LIVE;
                storeGivenUp |= !now().isBefore(begun.plus(patience));
                if (storeGivenUp || !e.failure().worthRetrying()) {
                    throw e;
                }
                LOG.info("{} It is tried again.", e.failure().message());
                rest(AGAIN);
            }
        }
    }

    /** From now on nothing is begun when that much time has passed, of which some was spent before. */
    void stopAfter(Duration time, Duration spent) {
        limit = time;
        deadline = now().plus(time).minus(spent);
    }

    /** That much time is not the deployment's, because somebody has it paused; a negative one is given back. */
    void extend(Duration time) {
        if (deadline.isBefore(Instant.MAX)) {
            limit = limit.plus(time);
            deadline = deadline.plus(time);
        }
    }

    /** From now on only what is safe is done: no deadline of the whole keeps it from being done. */
    void putBack() {
        deadline = Instant.MAX;
        puttingBack = true;
        beyondAborting();
    }

    /** Goes on only while this controller holds the lease, has time left, and nobody wants it to stop. What cleans up is not cut short by a lease that holds but cannot be renewed now. */
    void checkpoint() {
        tolerating(puttingBack || !abortable, this::renew, () -> {});
        if (now().isAfter(deadline)) {
            throw new PlatformException(new Failure.DeadlinePassed("the deployment as a whole", limit));
        }
    }

    private void renew() {
        if (lease.renew()) {
            requireNotAborted();
        }
    }

    /** Goes on only while nobody wants the deployment aborted, as long as that can be. Where nobody can be asked now, somebody can be soon. */
    void requireNotAborted() {
        if (abortable) {
            abortOrder().ifPresent(aborted -> {
                throw new PlatformException(aborted);
            });
        }
    }

    private Optional<Failure.Aborted> abortOrder() {
        try {
            return AbortOrders.in(platform.state()).find(id);
        } catch (PlatformException e) {
            if (!e.failure().worthRetrying()) {
                throw e;
            }
            LOG.warn(
                    "Whether it is to be aborted could not be read: {}",
                    e.failure().message());
            return Optional.empty();
        }
    }

    /** From now on it comes to its end, whoever wants it aborted. */
    void beyondAborting() {
        abortable = false;
    }

    /** Goes on only where nobody has taken over, which whoever stood still may not know yet. */
    void requireHeld() {
        lease.requireHeld();
    }

    /** Renews the lease if it is time to, for work beside the deployment, which nothing of that must keep from being done. */
    void keepAlive() {
        try {
            lease.renew();
        } catch (PlatformException e) {
            LOG.warn("The lease could not be renewed: {}", e.failure().message());
        }
    }

    /** Writes what waits to be written. */
    void writeDown() {
        log.writeWhatWaits();
    }

    private void tolerating(boolean isTolerant, Runnable record, Runnable instead) {
        try {
            record.run();
        } catch (PlatformException e) {
            if (!isTolerant || e.failure() instanceof Failure.FencedOff) {
                throw e;
            }
            requireHeld();
            LOG.warn("{} It goes on all the same.", e.failure().message());
            instead.run();
        }
    }

    /** Waits, but not past the deadline, and keeps the lease alive. */
    void pause(Duration time) {
        if (log.holdsWhatWaits()) {
            log.writeWhatWaitsSince(now().plus(time).minus(PROGRESS));
        }
        rest(time);
    }

    private void rest(Duration time) {
        Instant end = now().plus(time);
        for (Instant now = now(); now.isBefore(end); ) {
            checkpoint();
            Duration left = Duration.between(now, end);
            Duration nap = Durations.shorter(left, Lease.RENEWAL);
            forgetWhatWasShown();
            platform.time().sleep(nap);
            Instant woken = now();
            noticeStandstill(Duration.between(now, woken).minus(nap));
            now = woken;
        }
    }

    /** Where users are sent, as the router shows it now. */
    TrafficSplit routing() {
        TrafficSplit shown =
                ask(() -> "read the routing", asked -> asked.traffic().observed());
        justShown = Optional.of(shown);
        return shown;
    }

    /** The same, as it was shown last, where nothing was done and nobody waited since: of one moment one look is enough. */
    TrafficSplit routingJustShown() {
        return justShown.orElseGet(this::routing);
    }

    /** Questions to machines are asked side by side, and each passes here: writing for all threads to see takes longer than reading. */
    private void forgetWhatWasShown() {
        if (justShown.isPresent()) {
            justShown = Optional.empty();
        }
    }

    private void noticeStandstill(Duration late) {
        if (late.compareTo(STANDSTILL) > 0) {
            stoodStill = stoodStill.plus(late);
        }
    }

    /** For how long in all this process, or its computer, was paused while it waited, as far as it has noticed. */
    Duration stoodStill() {
        return stoodStill;
    }

    /** Waits until another look at the router is worth it: soon where the last one showed what is waited for. */
    void pauseForRouter(boolean seen) {
        pause(seen ? routerPace(platform) : platform.pace());
    }

    static Duration routerPace(Platform platform) {
        return platform.traffic().lookAgainAfter().orElseGet(platform::pace);
    }

    /** Asks the platform, and asks again where no answer came through: looking twice changes nothing. */
    <T> T ask(Supplier<String> question, Function<Platform, T> call) {
        return patiently(question, this::pause, () -> calls.ask(question, call));
    }

    /** Tries again what failed and may go well another time, three times at most. */
    private <T> T patiently(Supplier<String> doing, Consumer<Duration> waiting, Supplier<T> work) {
        Optional<Execution<Object>> execution = Optional.empty();
        while (true) {
            try {
                return work.get();
            } catch (PlatformException e) {
                execution = execution.or(() -> Optional.of(Execution.of(RetryPolicies.of(PATIENTLY, doing.get()))));
                if (!mayGoWell(e, execution.get())) {
                    throw e;
                }
                LOG.info("{} It is tried again.", e.failure().message());
                waiting.accept(execution.get().getDelay());
            }
        }
    }

    private static boolean mayGoWell(PlatformException problem, Execution<Object> execution) {
        execution.recordException(problem);
        return problem.failure().worthRetrying() && !execution.isComplete();
    }

    /** Changes something. */
    void perform(String effect, Duration limit, Consumer<Fence> change) {
        checkpoint();
        Fence fence = new Fence(lease.token(), id + "/" + effect);
        emit(at -> new Event.EffectIntended(at, effect, fence.token(), fence.idempotencyToken()));
        try {
            bounded(() -> effect, limit, () -> {
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
    <T> T bounded(Supplier<String> doing, Duration time, Callable<T> work) {
        forgetWhatWasShown();
        return calls.bounded(doing, time, work);
    }

    /** Does all of it side by side; each passes here by itself. */
    <T> List<T> sideBySide(Supplier<String> doing, List<Callable<T>> work) {
        return calls.sideBySide(doing, work);
    }
}
