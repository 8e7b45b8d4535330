package dev.viridian.state;

import dev.viridian.Failure;
import dev.viridian.spi.Controllers;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Time;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Waits for the lease. Whether its holder lives is judged by what can be told of its process, and else by how long the same grant has been
 * seen unchanged: the clocks of two machines may differ by hours, and be set at any time. Of the waiter's own clock, too, no jump is
 * believed.
 */
final class LeaseWait {
    /** More time than this is not believed to have passed between two looks. */
    private static final Duration LONGEST_GAP = Lease.RENEWAL;

    /** It is looked again after such a part of the time that was waited already: whoever waits long looks more rarely. */
    private static final int PART_OF_THE_WAIT = 4;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** So long a store that has never answered is asked again: it may be the wrong one, which should be told soon. */
    private static final Duration UNTIL_FIRST_ANSWER = Duration.ofSeconds(10);

    /** So long one that has answered before is asked again. */
    private static final Duration UNTIL_NEXT_ANSWER = Duration.ofMinutes(1);

    private final StateStore store;
    private final Time time;
    private final Controllers controllers;
    private final String holder;
    private Optional<Grant> asked = Optional.empty();
    private Optional<Grant> present = Optional.empty();
    private Optional<StateStore.Version> seen = Optional.empty();
    private boolean changed;
    private Duration unchanged = Duration.ZERO;
    private Duration waited = Duration.ZERO;
    private boolean answered = true;
    private Duration silence = Duration.ZERO;
    private Duration longestSilence = UNTIL_FIRST_ANSWER;

    LeaseWait(StateStore store, Time time, Controllers controllers, String holder) {
        this.store = store;
        this.time = time;
        this.controllers = controllers;
        this.holder = holder;
    }

    Lease acquired(Duration patience, Duration pace) {
        while (true) {
            Optional<Lease> lease = tried();
            if (lease.isPresent()) {
                return lease.get();
            }
            if (waited.compareTo(patience) >= 0) {
                requireWorthWatching(patience);
            }
            pause(untilNextLook(patience, pace));
        }
    }

    /** Looks, and takes it where it can be had. A store that gives no answer is asked again: nobody loses his place for that. */
    private Optional<Lease> tried() {
        try {
            Optional<Lease> lease = lookedAndTaken();
            answered = true;
            longestSilence = UNTIL_NEXT_ANSWER;
            return lease;
        } catch (PlatformException e) {
            if (!e.failure().worthRetrying() || silence.compareTo(longestSilence) >= 0) {
                throw e;
            }
            answered = false;
            return Optional.empty();
        }
    }

    private Optional<Lease> lookedAndTaken() {
        Optional<StateStore.Stored> stored = store.read(Lease.KEY);
        present = stored.map(Grant::read);
        stored.map(StateStore.Stored::version).ifPresent(this::see);
        if (present.isEmpty()) {
            return taken(grant(1), first -> store.createIfAbsent(Lease.KEY, first.document()));
        }
        Grant found = present.get();
        if (asked.filter(found::isSameAs).isPresent()) {
            return Optional.of(new Lease(store, time, found, seen.get()));
        }
        return isOver(found)
                ? taken(grant(found.token() + 1), next -> store.replace(Lease.KEY, seen.get(), next.document()))
                : Optional.empty();
    }

    /** Where no answer comes it may have been written all the same, and is recognised at the next look. */
    private Optional<Lease> taken(Grant wanted, Function<Grant, Optional<StateStore.Version>> write) {
        asked = Optional.of(wanted);
        Optional<StateStore.Version> written = write.apply(wanted);
        asked = Optional.empty();
        present = written.map(version -> wanted);
        return written.map(version -> new Lease(store, time, wanted, version));
    }

    /** No longer than until the wait is over, or the lease has been seen unchanged for long enough. */
    private Duration untilNextLook(Duration patience, Duration pace) {
        Duration calm = Durations.shorter(Durations.share(waited, 1, PART_OF_THE_WAIT), LONGEST_PAUSE);
        Duration left = Durations.shorter(leftOf(patience, waited), leftOf(Lease.TIME_TO_LIVE, unchanged));
        return Durations.longer(Durations.shorter(calm, left), pace);
    }

    /** Of a time that is over nothing is left that would have to be waited for. */
    private static Duration leftOf(Duration time, Duration past) {
        return past.compareTo(time) < 0 ? time.minus(past) : LONGEST_PAUSE;
    }

    private void see(StateStore.Version version) {
        if (!seen.equals(Optional.of(version))) {
            changed = seen.isPresent();
            seen = Optional.of(version);
            unchanged = Duration.ZERO;
        }
    }

    private boolean isOver(Grant grant) {
        return grant.isFree() || controllers.isDead(grant.process()) || unchanged.compareTo(Lease.TIME_TO_LIVE) >= 0;
    }

    /**
     * It has run out if the clocks can be trusted, and nobody was seen to renew it. Then it is worth being watched for as long as a lease
     * lasts, also by one who has no patience with a living holder.
     */
    private boolean mayBeOver(Grant grant) {
        return !changed && !time.now().isBefore(grant.until());
    }

    /** Who has just been faster than this one is looked at first. */
    private void requireWorthWatching(Duration patience) {
        present.filter(grant -> answered && !mayBeOver(grant)).ifPresent(holder -> {
            throw heldBy(holder, patience);
        });
    }

    private Grant grant(long token) {
        Instant now = time.now();
        return new Grant(token, holder, now, now.plus(Lease.TIME_TO_LIVE), controllers.present());
    }

    private void pause(Duration pace) {
        Instant before = time.now();
        time.sleep(pace);
        Duration gap = Duration.between(before, time.now());
        Duration believed = Durations.shorter(Durations.longer(gap, Duration.ZERO), LONGEST_GAP);
        unchanged = unchanged.plus(believed);
        waited = waited.plus(believed);
        silence = answered ? Duration.ZERO : silence.plus(believed);
    }

    private static PlatformException heldBy(Grant holder, Duration patience) {
        return new PlatformException(new Failure.DeadlinePassed(
                "waiting for the lease, which is held by " + holder
                        + ". Wait for that deployment to end; if its process is dead, its lease runs out by itself.",
                patience));
    }
}
