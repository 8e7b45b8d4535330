package dev.viridian.testing.simulation;

import dev.viridian.spi.Begun;
import dev.viridian.spi.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/**
 * Tasks side by side in virtual time. Exactly one strand runs at a time, and control passes only where one calls the world or waits, by
 * the seed. A strand has a thread of its own only from where it is stopped half-way: tasks that run through share their caller's.
 */
final class Strands implements Tasks {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "viridian-simulation");
        thread.setDaemon(true);
        return thread;
    });

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final Clock clock;
    private final Dice dice;
    private final boolean interleaved;
    private final List<Strand> waiting = new ArrayList<>();
    private final List<Group<?>> open = new ArrayList<>();
    private final boolean watching;
    private Strand current = new Strand();
    private long uses;
    private long calls;
    private long ownWork;
    private int pausing;
    private boolean dying;

    Strands(Clock clock, long seed, boolean interleaved) {
        this(clock, seed, interleaved, false);
    }

    /** {@code watching}: whether code that waits for real is refused. */
    Strands(Clock clock, long seed, boolean interleaved, boolean watching) {
        this.watching = watching;
        this.clock = clock;
        this.dice = new Dice(seed);
        this.interleaved = interleaved;
    }

    /** For a copy of the world, in which nothing runs yet, on the thread that calls this. */
    Strands(Clock clock, Strands other) {
        this.watching = other.watching;
        this.clock = clock;
        this.dice = other.dice.copy();
        this.interleaved = other.interleaved;
        this.ownWork = other.ownWork;
    }

    /** Whether some task is stopped in the middle: if its controller died it would still do something, if only wait to the end of its pause. */
    boolean isAnyHalfWay() {
        return pausing > 0 || !waiting.isEmpty();
    }

    /** A call is about to be made: another strand may go first. */
    void call() {
        Strand strand = running();
        dying = false;
        calls++;
        if (interleaved && !isAlone() && strand.callsAgain() && dice.nextBoolean()) {
            strand.sleepUntil(clock.nanos());
            letOthersRun(strand);
        }
    }

    /** Somebody dead wants to make a call, which comes to nothing. */
    void callInVain() {
        calls++;
    }

    /**
     * Whoever called last is dead. Until somebody else calls, who begins anew, nothing depends on chance: what is left of the dead one comes to
     * nothing.
     */
    void callerDied() {
        dying = true;
        running().beginTask();
    }

    /** Waits; whoever called this with a limit that ends before is interrupted there. */
    void sleep(Duration time) {
        Limit limit = running().limit().effective();
        long wake = saturated(clock.nanos(), time);
        pauseUntil(Math.min(wake, limit.deadline()));
        if (wake > limit.deadline()) {
            throw new TimeIsUp(limit);
        }
    }

    /** Waits until whoever called this gives up; {@code longest} where nobody does. */
    void hang(Duration longest) {
        sleep(running().limit() == Limit.NONE ? longest : LONGEST);
    }

    /** Does it without any limit of whoever is waiting for it: what goes on in the world while somebody is paused. */
    void unlimited(Runnable work) {
        Strand strand = running();
        Limit before = strand.limit();
        strand.limit(Limit.NONE);
        try {
            work.run();
        } finally {
            strand.limit(before);
        }
    }

    @Override
    public <T> T within(Duration limit, Callable<T> task) throws Exception {
        Strand strand = running();
        Limit outer = strand.limit();
        Limit inner = new Limit(saturated(clock.nanos(), limit), outer);
        strand.limit(inner);
        long before = calls;
        try {
            T result = watched(task);
            if (clock.nanos() > inner.deadline()) {
                throw new TimeIsOver();
            }
            return result;
        } catch (TimeIsUp up) {
            if (up.isOf(inner)) {
                throw new TimeIsOver();
            }
            throw up;
        } finally {
            ownWork += calls == before ? 1 : 0;
            strand.limit(outer);
        }
    }

    /** How much work has been done within a limit that called nothing: only code of the user's does such. */
    long ownWork() {
        return ownWork;
    }

    /** Calls code that may be the user's. */
    <T> T watched(Callable<T> code) throws Exception {
        return watching ? RealTime.watch(() -> uses, code) : code.call();
    }

    @Override
    public <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        Strand strand = running();
        Group<T> group = new Group<>(tasks, strand.limit());
        shuffle(group, tasks.size());
        open.add(group);
        work(group, strand);
        awaitEnd(group);
        return group.results();
    }

    /** The seed says when it begins, at the latest when its result is asked for; what is left is waited for where it runs, so that no strand outlives its world. */
    @Override
    public <T> Begun<T> begin(Callable<T> task) {
        Group<T> group = new Group<>(List.of(task), running().limit());
        open.add(group);
        return new Begun<>() {
            @Override
            public T result() throws Exception {
                work(group, running());
                awaitEnd(group);
                return group.results().get(0);
            }

            @Override
            public void leave() {
                awaitEnd(group);
                group.throwError();
            }
        };
    }

    private void awaitEnd(Group<?> group) {
        Strand strand = running();
        open.remove(group);
        if (group.isRunning()) {
            strand.waitFor(group);
            letOthersRun(strand);
        }
    }

    private void shuffle(Group<?> group, int size) {
        if (interleaved && !dying) {
            for (int i = size - 1; i > 0; i--) {
                group.swap(i, dice.nextInt(i + 1));
            }
        }
    }

    private void work(Group<?> group, Strand strand) {
        while (group.hasMoreToStart()) {
            group.startNextOn(strand);
        }
    }

    private boolean isAlone() {
        return waiting.isEmpty() && !isMoreToStart();
    }

    /** Without a stream: each call of a task passes here. */
    private boolean isMoreToStart() {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).hasMoreToStart()) {
                return true;
            }
        }
        return false;
    }

    private void pauseUntil(long time) {
        Strand strand = running();
        if (!interleaved) {
            startAllMeanwhile(strand);
        }
        if (isAlone()) {
            clock.advanceTo(time);
        } else {
            strand.sleepUntil(time);
            letOthersRun(strand);
        }
    }

    /** Where nothing is interleaved, whoever waits does meanwhile what else there is to begin: that takes no other thread. */
    private void startAllMeanwhile(Strand strand) {
        pausing++;
        for (int i = 0; i < open.size(); i++) {
            work(open.get(i), strand);
        }
        pausing--;
    }

    private void letOthersRun(Strand strand) {
        waiting.add(strand);
        if (passBaton() != strand) {
            strand.awaitBaton();
        }
    }

    /** Who runs now: one that may, by the seed; where none may yet, time passes until one may. */
    private Strand passBaton() {
        while (true) {
            List<Strand> ready = waiting.stream()
                    .filter(strand -> strand.mayRun(clock.nanos()))
                    .toList();
            List<Group<?>> startable =
                    open.stream().filter(Group::hasMoreToStart).toList();
            int choices = ready.size() + startable.size();
            if (choices > 0) {
                int choice = dice.nextInt(choices);
                return choice < ready.size() ? resume(ready.get(choice)) : begin(startable.get(choice - ready.size()));
            }
            clock.advanceTo(waiting.stream().mapToLong(Strand::wakeAt).min().orElseThrow());
        }
    }

    private Strand resume(Strand strand) {
        waiting.remove(strand);
        boolean alreadyRuns = strand.isOfThisThread();
        current = strand;
        if (!alreadyRuns) {
            strand.passBaton();
        }
        return strand;
    }

    private Strand begin(Group<?> group) {
        Strand fresh = new Strand();
        current = fresh;
        THREADS.execute(() -> {
            fresh.bindToThisThread();
            work(group, fresh);
            passBaton();
        });
        return fresh;
    }

    private Strand running() {
        uses++;
        if (!current.isOfThisThread()) {
            throw new IllegalStateException("Thread '" + Thread.currentThread().getName()
                    + "' called into a simulation that runs on thread '"
                    + current.thread().getName()
                    + "'. In a simulation nothing else runs: do the work on the thread that asks for it, or side by side by the"
                    + " platform's tasks(). See the stack trace for where the call was made.");
        }
        return current;
    }

    private static long saturated(long now, Duration time) {
        long nanos = time.compareTo(LONGEST) < 0 ? time.toNanos() : Long.MAX_VALUE;
        return nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos;
    }

    /** Thrown by the hundred in an exploration; where it came from is known to whoever set the limit. */
    private static final class TimeIsOver extends TimeoutException {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
