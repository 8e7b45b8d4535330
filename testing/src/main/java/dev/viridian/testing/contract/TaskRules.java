package dev.viridian.testing.contract;

import dev.viridian.spi.Begun;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The only concurrency there is. */
interface TaskRules extends Rules {
    private Tasks tasks() {
        return underTest().platform().tasks();
    }

    private Time time() {
        return underTest().platform().time();
    }

    /** Each result is known by its place. */
    @Test
    default void resultsComeInTheOrderOfTheTasks() {
        Demand demand = new Demand(
                "all() returns the results in the order of the tasks, whichever ends first",
                "put each result in the place of its task");
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            int own = number;
            tasks.add(() -> {
                time().sleep(Duration.ofMillis(10L * (5 - own)));
                return own;
            });
        }

        demand.same(
                "what is returned", List.of(0, 1, 2, 3, 4), demand.answered("do 5 tasks", () -> tasks().all(tasks)));
        demand.same(
                "what is returned for no tasks",
                List.of(),
                demand.answered("do nothing", () -> tasks().all(List.of())));
    }

    /** Machines are started side by side. */
    @Test
    default void tasksAreDoneSideBySide() {
        Demand demand = new Demand(
                "all() does its tasks side by side: one may wait for what another does",
                "begin all of them before it waits for any");
        Bench bench = Bench.of(this);
        AtomicInteger here = new AtomicInteger();
        Callable<Integer> meeting = () -> {
            here.incrementAndGet();
            return bench.await(demand, "both tasks have begun", here::get, count -> count == 2);
        };

        bench.atOnce(demand, "meet each other", List.of(meeting, meeting));
    }

    /** Nothing goes on behind the back of whoever asked. */
    @Test
    default void allWaitsForEachTaskAlsoWhenOneThrows() {
        Demand demand = new Demand(
                "all() throws what a task threw, after all the other tasks have come to their end",
                "wait for each of them first, and cancel none");
        IllegalStateException thrown = new IllegalStateException("this task fails");
        AtomicBoolean ended = new AtomicBoolean();
        Callable<Boolean> failing = () -> {
            throw thrown;
        };
        Callable<Boolean> slow = () -> {
            time().sleep(Duration.ofMillis(50));
            ended.set(true);
            return true;
        };

        Throwable seen = thrownBy(() -> tasks().all(List.of(failing, slow)));

        demand.holds(seen == thrown, "one task threw " + thrown + ", and all() threw " + seen);
        demand.holds(ended.get(), "all() threw before the other task had come to its end");
    }

    /** Reading ahead. */
    @Test
    default void whatIsBegunIsAskedForLater() {
        Demand demand = new Demand(
                "begin() does a task at the latest when its result is asked for, and result() returns what it returned and throws what it threw",
                "hand on what comes of the task, and not a wrapping of it");
        IllegalStateException thrown = new IllegalStateException("this task fails");
        Begun<String> slow = tasks().begin(() -> {
            time().sleep(Duration.ofMillis(20));
            return "slow";
        });
        Begun<String> quick = tasks().begin(() -> "quick");
        Begun<String> failing = tasks().begin(() -> {
            throw thrown;
        });

        demand.same("what the second task returned", "quick", demand.answered("ask for it first", quick::result));
        demand.same("what the first task returned", "slow", demand.answered("ask for it then", slow::result));
        Throwable seen = thrownBy(failing::result);
        demand.holds(seen == thrown, "the third task threw " + thrown + ", and result() threw " + seen);
    }

    /** What is done in time is done. */
    @Test
    default void whatIsDoneInTimeIsReturned() {
        Demand demand = new Demand(
                "within() returns what the task returned in time, and throws what it threw",
                "hand on what comes of the task, and not a wrapping of it");
        IllegalStateException thrown = new IllegalStateException("this task fails");
        Callable<Boolean> failing = () -> {
            throw thrown;
        };

        String result = demand.answered(
                "do a short task within a minute", () -> tasks().within(Duration.ofMinutes(1), () -> "done"));
        demand.same("the result", "done", result);
        Throwable seen = thrownBy(() -> tasks().within(Duration.ofMinutes(1), failing));
        demand.holds(seen == thrown, "the task threw " + thrown + ", and within() threw " + seen);
    }

    /** Nothing waits without a deadline. */
    @Test
    default void whatTakesTooLongIsInterrupted() {
        Demand demand = new Demand(
                "within() throws a TimeoutException when the time is over, and interrupts the task",
                "end the wait at the limit and interrupt whoever does the task; a sleep that is interrupted ends at once");
        Bench bench = Bench.of(this);
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean left = new AtomicBoolean();
        AtomicBoolean sleptThrough = new AtomicBoolean();
        Duration tooLong = underTest().patience().multipliedBy(100);
        Callable<Boolean> slow = () -> {
            begun.set(true);
            try {
                time().sleep(tooLong);
                sleptThrough.set(true);
            } finally {
                left.set(true);
            }
            return true;
        };

        // Where a computer has more to do than it can, the time may be over before the task has begun.
        for (int tries = 0; tries < 8 && !begun.get(); tries++) {
            Duration limit = Duration.ofMillis(20L << tries);
            Throwable seen = thrownBy(() -> tasks().within(limit, slow));
            demand.holds(
                    seen instanceof TimeoutException,
                    "after " + limit.toMillis() + " ms of a task that takes far longer it threw " + seen);
        }
        bench.await(demand, "the task was begun and interrupted", left::get, is -> is);
        demand.holds(!sleptThrough.get(), "the task was not interrupted but waited for");
    }

    /** What it threw; {@link TimeoutException} and others alike. */
    private static Throwable thrownBy(Callable<?> call) {
        try {
            return new AssertionError("nothing: it returned " + call.call());
        } catch (Exception e) {
            return e;
        }
    }
}
