package dev.viridian.testing.simulation;

import dev.viridian.Failure;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.util.function.Supplier;

/** Every call of one controller passes here: it is counted, perhaps goes wrong, and is written down. */
final class Gate {
    /** What nobody gives up waiting for ends by itself after this. */
    private static final Duration LONGEST_HANG = Duration.ofDays(1);

    private static final Duration LATE = Duration.ofMinutes(1);
    private static final Duration STALE_FOR = Duration.ofSeconds(10);
    private static final Duration CONVERGENCE = Duration.ofSeconds(90);
    private static final int THROTTLED_AGAIN = 2;

    private final SimulatedWorld world;
    private final int controller;
    private FaultInjector injector = FaultInjector.NONE;
    private Runnable takeover = () -> {};
    private Operation staleOperation = Operation.SLEEP;
    private long staleUntil;
    private Operation throttledOperation = Operation.SLEEP;
    private int throttled;
    private int calls;
    private int begun;
    private boolean overtaken;
    private boolean standsStill;
    private boolean waitsInVain;
    private boolean deciding;
    private boolean dead;

    Gate(SimulatedWorld world, int controller) {
        this.world = world;
        this.controller = controller;
    }

    /** The same in a copy of the world, where the controller does nothing more. */
    Gate(SimulatedWorld copy, Gate other, boolean dead) {
        this(copy, other.controller);
        this.calls = other.calls;
        this.dead = dead;
    }

    /** A question, and its answers: now, as it was a moment ago, and none. */
    interface Question<T> {
        T now();

        default T before() {
            return now();
        }

        default T nothing() {
            return now();
        }
    }

    /** A question to a machine, and what a bad answer to it is. */
    interface Asking<T> {
        T answer();

        T badAnswer();
    }

    /** Something that is changed, now or after a delay, all of it or a part. */
    interface Change {
        void make(Duration delay, boolean whole);
    }

    void inject(FaultInjector other) {
        injector = other;
    }

    void onTakeover(Runnable other) {
        takeover = other;
    }

    int calls() {
        return calls;
    }

    boolean isDead() {
        return dead;
    }

    /** Whether a call is counted, and not made yet. */
    boolean isDeciding() {
        return deciding;
    }

    <T> T read(Operation operation, Object subject, Question<T> question) {
        Fault fault = begin(operation, subject);
        int call = begun;
        T answer = fault == Fault.NONE ? question.now() : answer(call, fault, operation, subject, question);
        return end(call, fault, operation, subject, answer);
    }

    private <T> T answer(int call, Fault fault, Operation operation, Object subject, Question<T> question) {
        switch (fault) {
            case STALE -> {
                beStale(operation);
                return question.before();
            }
            case SAYS_NOTHING -> {
                return question.nothing();
            }
            case KILLED_AFTER -> {
                return question.now();
            }
            default -> throw failed(call, fault, operation, subject);
        }
    }

    /** From the first stale answer on, however often it is asked. */
    private void beStale(Operation operation) {
        if (operation != staleOperation || world.clock().nanos() >= staleUntil) {
            staleOperation = operation;
            staleUntil = world.clock().nanos() + STALE_FOR.toNanos();
        }
    }

    void change(Operation operation, Object subject, Fence fence, Change change) {
        Fault fault = begin(operation, subject);
        int call = begun;
        switch (fault) {
            case NONE, KILLED_AFTER -> make(operation, subject, fence, () -> change.make(Duration.ZERO, true));
            case CONVERGES_LATE -> make(operation, subject, fence, () -> change.make(CONVERGENCE, true));
            case IGNORED -> {
                // Accepted, and that is all.
            }
            case ANSWER_LOST -> {
                make(operation, subject, fence, () -> change.make(Duration.ZERO, true));
                throw failed(call, fault, operation, subject);
            }
            case PARTIAL -> {
                make(operation, subject, fence, () -> change.make(Duration.ZERO, false));
                throw failed(call, fault, operation, subject);
            }
            case LANDS_LATE -> throw landingLate(call, operation, subject, change);
            default -> throw failed(call, fault, operation, subject);
        }
        end(call, fault, operation, subject, "accepted");
    }

    /** A call that was under way when another controller took over can still land: no cloud knows fencing tokens. */
    private void make(Operation operation, Object subject, Fence fence, Runnable change) {
        if (overtaken) {
            world.rules().excusing(change);
        } else {
            world.admit(operation, subject, fence);
            change.run();
        }
    }

    /** The caller gives up; what it asked for is done all the same, where that is still possible. */
    private RuntimeException landingLate(int call, Operation operation, Object subject, Change change) {
        try {
            return failed(call, Fault.HANGS, operation, subject);
        } finally {
            world.clock().afterHere(LATE, () -> landLate(call, operation, subject, change));
        }
    }

    private void landLate(int call, Operation operation, Object subject, Change change) {
        String answer = "took effect late";
        try {
            landUnderWay(operation, () -> change.make(Duration.ZERO, true));
        } catch (PlatformException e) {
            answer = "could not take effect any more: " + e.failure().message();
        }
        record(call, Fault.LANDS_LATE, operation, subject, answer);
    }

    /**
     * Whoever asked for it and stands still, or waits for the answer to something else, can put nothing right, and whoever takes over cannot know
     * that it comes. What was to be removed had no traffic when that was asked for.
     */
    private void landUnderWay(Operation operation, Runnable change) {
        if (standsStill || waitsInVain || operation == Operation.DESTROY) {
            world.rules().excusing(change);
        } else {
            change.run();
        }
    }

    /** A change of the state store. */
    <T> T changeState(Operation operation, Object subject, Supplier<T> change) {
        Fault fault = begin(operation, subject);
        int call = begun;
        if (fault == Fault.NONE || fault == Fault.KILLED_AFTER) {
            return end(call, fault, operation, subject, change.get());
        }
        if (fault == Fault.ANSWER_LOST) {
            record(call, fault, operation, subject, change.get());
        }
        throw failed(call, fault, operation, subject);
    }

    /** A notification on its way to its receiver. */
    void deliver(String notifier, Runnable delivery) {
        Fault fault = begin(Operation.DELIVER, notifier);
        int call = begun;
        if (fault == Fault.NONE || fault == Fault.KILLED_AFTER || fault == Fault.ANSWER_LOST) {
            delivery.run();
        }
        if (fault == Fault.NONE || fault == Fault.KILLED_AFTER) {
            end(call, fault, Operation.DELIVER, notifier, "delivered");
        } else {
            throw failed(call, fault, Operation.DELIVER, notifier);
        }
    }

    /** A question to a machine. One that does not get through is answered badly, too. */
    <T> T ask(Object subject, Asking<T> question) {
        Fault fault = begin(Operation.ASK, subject);
        int call = begun;
        if (fault == Fault.NONE || fault == Fault.KILLED_AFTER) {
            return end(call, fault, Operation.ASK, subject, question.answer());
        }
        T bad = question.badAnswer();
        if (fault == Fault.SICK || fault == Fault.FAILS) {
            return end(call, fault, Operation.ASK, subject, bad);
        }
        throw failed(call, fault, Operation.ASK, subject);
    }

    void sleep(Duration time) {
        Fault fault = begin(Operation.SLEEP, "");
        int call = begun;
        world.strands().sleep(fault == Fault.OVERSLEEPS ? time.plusHours(1) : time);
        if (fault == Fault.NONE) {
            injector.made(call);
        } else {
            end(call, fault, Operation.SLEEP, time, "woke up");
        }
    }

    /** What becomes of the call; which one it is says {@code begun} until another one begins. */
    private Fault begin(Operation operation, Object subject) {
        if (dead) {
            world.strands().callInVain();
            throw new ControllerKilled("some time ago; world.anotherController() is the next one");
        }
        world.strands().call();
        int call = ++calls;
        if (call > world.draft().mostCalls) {
            throw new RunawayDeployment(calls, operation + " " + subject);
        }
        overtaken = false;
        world.called();
        Fault fault = fault(operation, subject);
        if (fault == Fault.KILLED_BEFORE) {
            world.notCalled();
            record(call, fault, operation, subject, "-");
            throw killed("before it could " + operation + " " + subject);
        }
        if (fault != Fault.NONE && fault != Fault.KILLED_AFTER) {
            world.disturbed(operation);
        }
        if (fault == Fault.TAKEN_OVER) {
            record(call, fault, operation, subject, "-");
            standStill();
            overtaken = true;
            fault = Fault.NONE;
        }
        begun = call;
        return fault;
    }

    private void standStill() {
        standsStill = true;
        try {
            world.strands().unlimited(takeover);
        } finally {
            standsStill = false;
        }
    }

    private Fault fault(Operation operation, Object subject) {
        if (throttled > 0 && operation == throttledOperation) {
            throttled--;
            return Fault.FAILS;
        }
        if (operation == staleOperation && world.clock().nanos() < staleUntil) {
            return Fault.STALE;
        }
        deciding = true;
        Fault fault = injector.at(calls, operation, subject);
        deciding = false;
        return fault;
    }

    private <T> T end(int call, Fault fault, Operation operation, Object subject, T answer) {
        if (world.isRecording()) {
            record(call, fault, operation, subject, answer);
        }
        if (fault == Fault.KILLED_AFTER) {
            throw killed("after it did " + operation + " " + subject);
        }
        if (fault == Fault.NONE) {
            injector.made(call);
        }
        return answer;
    }

    private ControllerKilled killed(String where) {
        dead = true;
        world.strands().callerDied();
        return new ControllerKilled(where);
    }

    /** What the caller sees of a call that gives no answer. */
    private RuntimeException failed(int call, Fault fault, Operation operation, Object subject) {
        record(call, fault, operation, subject, "-");
        String what = operation + " " + subject;
        switch (fault) {
            case REFUSED -> {
                return failure(what, "not allowed (this was injected)", false);
            }
            case DISK_FULL -> {
                return PlatformException.injected(new Failure.DiskFull("the state store", "trying to " + what));
            }
            case HANGS -> {
                hang();
                return failure(what, "no answer after a day (this was injected)", true);
            }
            case THROTTLED -> {
                throttledOperation = operation;
                throttled = THROTTLED_AGAIN;
                return failure(what, "Throttling: rate exceeded (this was injected)", true);
            }
            default -> {
                return failure(what, "connection reset (this was injected)", true);
            }
        }
    }

    private void hang() {
        waitsInVain = true;
        try {
            world.strands().hang(LONGEST_HANG);
        } finally {
            waitsInVain = false;
        }
    }

    private static PlatformException failure(String call, String cause, boolean passing) {
        return PlatformException.injected(new Failure.CallFailed(call, cause, passing));
    }

    private void record(int call, Fault fault, Operation operation, Object subject, Object answer) {
        if (world.isRecording()) {
            world.record(new Call(controller, call, world.now(), operation, String.valueOf(subject), answer, fault));
        }
    }
}
