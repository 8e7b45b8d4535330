package dev.viridian.testing.simulation;

import dev.viridian.testing.simulation.Operation.Kind;
import java.util.Arrays;

/** What can go wrong at a call: what the caller sees, and what really happened. */
public enum Fault {
    /** Nothing goes wrong. */
    NONE("nothing"),
    /** An error, and nothing happened. */
    FAILS(
            "fails before its effect",
            Kind.READ,
            Kind.CHANGE,
            Kind.QUESTION,
            Kind.STATE_READ,
            Kind.STATE_CHANGE,
            Kind.DELIVERY),
    /** An error that will be the same next time: no permission, no quota, no capacity. Nothing happened. */
    REFUSED("is refused for good", Kind.READ, Kind.CHANGE, Kind.STATE_READ, Kind.STATE_CHANGE),
    /** An error, three times in a row; the fourth call goes well. */
    THROTTLED("is throttled, three times in a row", Kind.READ, Kind.CHANGE, Kind.STATE_CHANGE),
    /** An error, although the effect took place. */
    ANSWER_LOST("takes effect but the answer is lost", Kind.CHANGE, Kind.STATE_CHANGE, Kind.DELIVERY),
    /** No answer until the caller gives up, and nothing happened. */
    HANGS("hangs", Kind.READ, Kind.CHANGE, Kind.QUESTION, Kind.STATE_READ, Kind.STATE_CHANGE, Kind.DELIVERY),
    /** No answer until the caller gives up; the effect takes place a minute after that. */
    LANDS_LATE("hangs, and takes effect a minute after the caller gave up", Kind.CHANGE),
    /** What was true before the last change is answered, for ten seconds. */
    STALE("answers with what was true a moment ago", Kind.READ),
    /** Nothing is answered: no machines, no data, not found. */
    SAYS_NOTHING("answers with nothing", Kind.READ),
    /** An error, and some of a batch was done. */
    PARTIAL("does a part, then fails", Kind.CHANGE),
    /** Accepted, and takes effect a minute and a half later. */
    CONVERGES_LATE("is accepted and takes effect after 90 s", Kind.CHANGE),
    /** Accepted, and nothing comes of it. */
    IGNORED("is accepted and never takes effect", Kind.CHANGE),
    /** A machine that is well answers badly, once. */
    SICK("is answered badly", Kind.QUESTION),
    /** No space is left where the record should go. */
    DISK_FULL("finds the disk full", Kind.STATE_CHANGE),
    /** The clock is an hour later afterwards: a suspended machine. */
    OVERSLEEPS("takes an hour longer", Kind.SLEEP),
    /** The controller dies before the call. */
    KILLED_BEFORE("the controller is killed before it", Kind.values()),
    /** The controller dies right after the call took effect. */
    KILLED_AFTER("the controller is killed after it", Kind.values()),
    /** Another controller takes over while this one is paused before the call. */
    TAKEN_OVER("another controller takes over before it", Kind.values());

    private final String words;
    private final int kinds;

    Fault(String words, Kind... kinds) {
        this.words = words;
        this.kinds = Arrays.stream(kinds).mapToInt(Kind::bit).sum();
    }

    /** Whether it can happen to such a call. */
    public boolean canHappenTo(Operation operation) {
        return (kinds & operation.kind().bit()) != 0 && !isMeaningless(operation);
    }

    /** Whether the controller dies of it. */
    public boolean isDeath() {
        return this == KILLED_BEFORE || this == KILLED_AFTER;
    }

    /** Whether the controller does not live on as the only one. */
    public boolean endsController() {
        return isDeath() || this == TAKEN_OVER;
    }

    /** Only a batch can be done in part; only what is asked for in one call and done in another can be ignored or late. */
    private boolean isMeaningless(Operation operation) {
        return switch (this) {
            case PARTIAL -> operation != Operation.CREATE && operation != Operation.RESIZE;
            case CONVERGES_LATE, IGNORED -> operation != Operation.ROUTE;
            default -> false;
        };
    }

    /** What happens, for people. */
    @Override
    public String toString() {
        return words;
    }
}
