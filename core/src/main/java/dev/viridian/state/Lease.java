package dev.viridian.state;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Time;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * The right to change an application: one controller has it at a time. It runs out when it is not renewed, so that a dead holder does
 * not block for ever; safety does not rest on that clock but on the journal, whose next record only one controller can write.
 */
public final class Lease {
    /** How long it lasts without being renewed (Flagger: 60 s). */
    public static final Duration TIME_TO_LIVE = Duration.ofSeconds(60);

    /** How often it is renewed. */
    public static final Duration RENEWAL = Duration.ofSeconds(15);

    /** How long after a try without an answer the next one follows. */
    private static final Duration AGAIN = Duration.ofSeconds(3);

    private static final String KEY = "lease";
    private static final String FREE = "nobody";

    private final StateStore store;
    private final Time time;
    private final Grant grant;
    private StateStore.Version version;
    private Instant renewAt;
    private Instant until;

    private Lease(StateStore store, Time time, Grant grant, StateStore.Version version) {
        this.store = store;
        this.time = time;
        this.grant = grant;
        this.version = version;
        this.until = grant.until();
        this.renewAt = renewalOf(grant);
    }

    /**
     * Waits for the lease and takes it.
     *
     * @param holder who wants it, as others shall see it
     * @param patience how long to wait for a living holder
     * @param pace how often to look
     * @throws PlatformException with {@link Failure.DeadlinePassed} that names the holder when the wait is over
     */
    public static Lease acquire(StateStore store, Time time, String holder, Duration patience, Duration pace) {
        Instant giveUp = time.now().plus(patience);
        while (true) {
            Optional<Lease> lease = tryAcquire(store, time, holder);
            if (lease.isPresent()) {
                return lease.get();
            }
            if (!time.now().isBefore(giveUp)) {
                throw new PlatformException(new Failure.DeadlinePassed(
                        "waiting for the lease, which is held by "
                                + store.read(KEY)
                                        .map(Grant::read)
                                        .map(Grant::toString)
                                        .orElse("somebody")
                                + ". Wait for that deployment to end; if its process is dead, its lease runs out by itself.",
                        patience));
            }
            time.sleep(pace);
        }
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
        Grant renewed = new Grant(
                grant.token(), grant.holder(), grant.since(), time.now().plus(TIME_TO_LIVE));
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
        return granted.until().minus(TIME_TO_LIVE).plus(RENEWAL);
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
                .orElseThrow(() -> new PlatformException(new Failure.FencedOff("its lease was taken over by "
                        + stored.map(Grant::read).map(Grant::toString).orElse("somebody") + ".")));
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
        Grant free = new Grant(grant.token(), FREE, grant.since(), Instant.EPOCH);
        if (store.replace(KEY, version, free.document()).isEmpty()) {
            store.read(KEY)
                    .filter(found -> Grant.read(found).isSameAs(grant))
                    .ifPresent(renewed -> store.replace(KEY, renewed.version(), free.document()));
        }
    }

    private static Optional<Lease> tryAcquire(StateStore store, Time time, String holder) {
        Instant now = time.now();
        Optional<StateStore.Stored> stored = store.read(KEY);
        if (stored.isEmpty()) {
            Grant first = new Grant(1, holder, now, now.plus(TIME_TO_LIVE));
            return store.createIfAbsent(KEY, first.document()).map(version -> new Lease(store, time, first, version));
        }
        Grant present = Grant.read(stored.get());
        if (now.isBefore(present.until())) {
            return Optional.empty();
        }
        Grant taken = new Grant(present.token() + 1, holder, now, now.plus(TIME_TO_LIVE));
        return store.replace(KEY, stored.get().version(), taken.document())
                .map(version -> new Lease(store, time, taken, version));
    }

    /** The lease as it is written: four lines that a person can read. */
    private record Grant(long token, String holder, Instant since, Instant until) {
        Grant {
            holder = holder.replaceAll("\\R", " ");
        }

        static Grant read(StateStore.Stored stored) {
            return TypedDocument.value(stored.document(), Grant.class, Grant::parsed);
        }

        private static Grant parsed(String text) {
            List<String> lines = text.lines().toList();
            try {
                return new Grant(
                        Long.parseLong(value(lines, 0)),
                        value(lines, 1),
                        Instant.parse(value(lines, 2)),
                        Instant.parse(value(lines, 3)));
            } catch (NumberFormatException | DateTimeParseException | IndexOutOfBoundsException e) {
                throw PlatformException.refused(
                        "read the lease",
                        "it is damaged: " + lines
                                + ". Make sure that no deployment is going on, and remove it from the state store.");
            }
        }

        private static String value(List<String> lines, int line) {
            return lines.get(line).substring(lines.get(line).indexOf(' ') + 1);
        }

        /** The same right, for longer or shorter. */
        boolean isSameAs(Grant other) {
            return token == other.token && holder.equals(other.holder) && since.equals(other.since);
        }

        StateStore.Document document() {
            return new TypedDocument(this, this::text);
        }

        private String text() {
            return "token " + token + "\nholder " + holder + "\nsince " + since + "\nuntil " + until + "\n";
        }

        @Override
        public String toString() {
            return holder + " since " + since + " (until " + until + ", renewed every " + Durations.text(RENEWAL) + ")";
        }
    }
}
