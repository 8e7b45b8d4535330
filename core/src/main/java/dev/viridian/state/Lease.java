package dev.viridian.state;

import dev.viridian.Failure;
import dev.viridian.spi.Controllers;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The right to change an application: one controller has it at a time. It runs out when it is not renewed, so that a dead holder does
 * not block for ever, and one that is known to be dead does not block at all. Safety does not rest on that but on the journal, whose next
 * record only one controller can write.
 */
public final class Lease {
    /** How long it lasts without being renewed (Flagger: 60 s). */
    public static final Duration TIME_TO_LIVE = Duration.ofSeconds(60);

    /** How often it is renewed. */
    public static final Duration RENEWAL = Duration.ofSeconds(15);

    /** So long before it runs out it is renewed. */
    private static final Duration RESERVE = TIME_TO_LIVE.minus(RENEWAL);

    /** How long after a try without an answer the next one follows. */
    private static final Duration AGAIN = Duration.ofSeconds(3);

    static final String KEY = "lease";

    private final StateStore store;
    private final Time time;
    private final Grant grant;
    private StateStore.Version version;
    private Instant renewAt;
    private Instant until;

    Lease(StateStore store, Time time, Grant grant, StateStore.Version version) {
        this.store = store;
        this.time = time;
        this.grant = grant;
        this.version = version;
        this.until = grant.until();
        this.renewAt = renewalOf(grant);
    }

    /**
     * Waits for the lease and takes it, where nothing can be told of the process of whoever has it.
     *
     * @param holder who wants it, as others shall see it
     * @param patience how long to wait for a living holder
     * @param pace how often to look
     * @throws PlatformException with {@link Failure.DeadlinePassed} that names the holder when the wait is over
     */
    public static Lease acquire(StateStore store, Time time, String holder, Duration patience, Duration pace) {
        return acquire(store, time, Controllers.unknown(), holder, patience, pace);
    }

    /**
     * Waits for the lease and takes it: as soon as it is given back, as soon as its holder is known to be dead, or when it was not renewed
     * for as long as it lasts. That is watched by the clock of the one who waits; one that seems to have run out long ago is watched, too,
     * whatever the patience is.
     *
     * @param controllers what can be told of the process of whoever has it
     * @param holder who wants it, as others shall see it
     * @param patience how long to wait for a living holder
     * @param pace how often to look
     * @throws PlatformException with {@link Failure.DeadlinePassed} that names the holder when the wait is over
     */
    public static Lease acquire(
            StateStore store, Time time, Controllers controllers, String holder, Duration patience, Duration pace) {
        return new LeaseWait(store, time, controllers, holder).acquired(patience, pace);
    }

    /** The fencing token: it grows with each holder. */
    public long token() {
        return grant.token();
    }

    /** Who has it. */
    public String holder() {
        return grant.holder();
    }

    /** Whether it was not renewed for so long that somebody else may have it. */
    boolean hasRunOut() {
        return !time.now().isBefore(until);
    }

    /**
     * Keeps it alive, if it is time to; says whether that was done. Where the store gave no answer it is tried again a little later, for
     * as long as the lease lasts.
     *
     * @throws PlatformException with {@link Failure.FencedOff} when somebody else has it, or when it has run out and nobody can say whose
     *     it is; with what kept it from being renewed when it has run out and nobody took it
     */
    public boolean renew() {
        if (time.now().isBefore(renewAt)) {
            return false;
        }
        try {
            extend();
            return true;
        } catch (PlatformException e) {
            if (!e.failure().worthRetrying()) {
                throw e;
            }
            if (hasRunOut()) {
                requireHeld();
                throw e;
            }
            renewAt = time.now().plus(AGAIN);
            return false;
        }
    }

    /** What another try has written, whose answer was lost, is as good. */
    private void extend() {
        Grant renewed = grant.until(time.now().plus(TIME_TO_LIVE));
        Optional<StateStore.Version> written = store.replace(KEY, version, renewed.document());
        if (written.isPresent()) {
            held(renewed, written.get());
        } else {
            StateStore.Stored found = requireOurs(store.read(KEY));
            held(Grant.read(found), found.version());
        }
    }

    private void held(Grant renewed, StateStore.Version written) {
        version = written;
        until = renewed.until();
        renewAt = renewalOf(renewed);
    }

    private static Instant renewalOf(Grant granted) {
        return granted.until().minus(RESERVE);
    }

    private void requireNotRunOut(PlatformException unanswered) {
        if (hasRunOut()) {
            throw new PlatformException(
                    new Failure.FencedOff("its lease ran out at " + until
                            + ", may have been taken over, and could be neither renewed nor read: "
                            + unanswered.failure().message()),
                    unanswered);
        }
    }

    private StateStore.Stored requireOurs(Optional<StateStore.Stored> stored) {
        return stored.filter(found -> Grant.read(found).isSameAs(grant))
                .orElseThrow(() -> PlatformException.fencedOff("its lease was taken over by "
                        + stored.map(Grant::read).map(Grant::toString).orElse("somebody") + "."));
    }

    /**
     * Goes on only if nobody else can have it: it is still there, or it cannot have run out yet.
     *
     * @throws PlatformException with {@link Failure.FencedOff} when it was taken over, or when that cannot be known
     */
    public void requireHeld() {
        Optional<StateStore.Stored> stored;
        try {
            stored = store.read(KEY);
        } catch (PlatformException e) {
            requireNotRunOut(e);
            return;
        }
        requireOurs(stored);
    }

    /**
     * Gives it back; of one that was taken over, nothing. Where the store gives no answer it is tried again for as long as the lease
     * lasts; then it is free anyhow.
     */
    public void release() {
        while (true) {
            try {
                setFree();
                return;
            } catch (PlatformException e) {
                if (!e.failure().worthRetrying() || hasRunOut()) {
                    throw e;
                }
                time.sleep(AGAIN);
            }
        }
    }

    private void setFree() {
        Grant free = grant.freed();
        if (store.replace(KEY, version, free.document()).isEmpty()) {
            store.read(KEY)
                    .filter(found -> Grant.read(found).isSameAs(grant))
                    .ifPresent(renewed -> store.replace(KEY, renewed.version(), free.document()));
        }
    }
}
