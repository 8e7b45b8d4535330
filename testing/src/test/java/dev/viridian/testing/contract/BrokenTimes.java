package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.BrokenAdapter.that;

import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Begun;
import dev.viridian.spi.Controllers;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Adapters whose clock or tasks are not what they should be, that misjudge controllers, or that cannot be closed. */
final class BrokenTimes {
    private BrokenTimes() {}

    static Stream<BrokenAdapter> all() {
        return Stream.of(times(), tasks(), controllers(), closing()).flatMap(part -> part);
    }

    private static Stream<BrokenAdapter> times() {
        return Stream.of(
                that("has a clock that is set back")
                        .breaks("timeNeverGoesBack", "it was 2025-12-31T23:59:59Z")
                        .by(platform -> platform.time(SetBack::new)),
                that("wakes up early")
                        .breaks("sleepingTakesAtLeastItsTime", "sleeping 1 ms took 0.5 ms")
                        .by(platform -> platform.time(WakesUpEarly::new)),
                that("has no pace")
                        .breaks("thePaceIsATimeToWait", "pace() is PT0S")
                        .by(platform -> platform.pace(Duration.ZERO)));
    }

    private static Stream<BrokenAdapter> tasks() {
        return Stream.of(
                that("gives results as they come")
                        .breaks("resultsComeInTheOrderOfTheTasks", "what is returned is [4, 3, 2, 1, 0]")
                        .by(platform -> platform.tasks(ResultsAsTheyCome::new))
                        .and("ofManyWhoCreateAKeyAtTheSameTimeOneWins"),
                that("does one task after the other")
                        .breaks("tasksAreDoneSideBySide", "both tasks have begun, but at last it was 1")
                        .by(platform -> platform.tasks(OneAfterTheOther::new)),
                that("leaves the other tasks to themselves when one throws")
                        .breaks("allWaitsForEachTaskAlsoWhenOneThrows", "before the other task had come to its end")
                        .by(platform -> platform.tasks(FailsFast::new))
                        .and("tasksAreDoneSideBySide"),
                that("wraps what a task throws that was begun")
                        .breaks("whatIsBegunIsAskedForLater", "result() threw java.util.concurrent.ExecutionException")
                        .by(platform -> platform.tasks(WrapsWhatWasBegun::new)),
                that("wraps what a task throws")
                        .breaks("whatIsDoneInTimeIsReturned", "within() threw java.util.concurrent.ExecutionException")
                        .by(platform -> platform.tasks(Wraps::new)),
                that("waits as long as it takes")
                        .breaks("whatTakesTooLongIsInterrupted", "of a task that takes far longer it threw")
                        .by(platform -> platform.tasks(Waits::new)));
    }

    private static Stream<BrokenAdapter> controllers() {
        return Stream.of(
                that("takes a controller of which nothing was told for dead")
                        .breaks("ofAControllerThatItDoesNotKnowNothingIsSaid", "it says that '' is dead")
                        .by(platform -> platform.controllers(real -> new Misjudging(real, String::isEmpty))),
                that("takes controllers for dead as soon as they are written down")
                        .breaks("aControllerThatLivesIsNeverSaidToBeDead", "of itself it says that")
                        .by(platform -> platform.controllers(
                                real -> new Misjudging(real, controller -> controller.equals(real.present())))));
    }

    private record Misjudging(Controllers real, Predicate<String> dead) implements Controllers {
        @Override
        public String present() {
            return real.present();
        }

        @Override
        public boolean isDead(String controller) {
            return dead.test(controller);
        }
    }

    private static Stream<BrokenAdapter> closing() {
        return Stream.of(
                that("cannot be closed twice")
                        .breaks("closingTwiceIsAsClosingOnce", "when it was asked to close again")
                        .by(BrokenTimes::closingOnce),
                that("says that it ends what runs, and does not")
                        .breaks(
                                "whoEndsWhatRunsLeavesNothing",
                                "what is left is [orders-contract-1, orders-contract-2]")
                        .opened(() -> new SimulatedPlatformUnderTest(SimulatedPlatformUnderTest.SIMULATION) {
                            @Override
                            public boolean endsWhatRunsWhenClosed() {
                                return true;
                            }

                            @Override
                            public List<String> leftovers() {
                                return world.environments().stream()
                                        .map(environment -> environment.name().toString())
                                        .toList();
                            }
                        }),
                that("takes the traffic along when it is closed")
                        .breaks("whoDoesNotEndWhatRunsLeavesItAsItIs", "the routing afterwards is nowhere")
                        .opened(() -> new SimulatedPlatformUnderTest(
                                SimulatedPlatformUnderTest.SIMULATION.open(),
                                world -> new AlteredPlatform(world.platform())
                                        .closing(platform -> world.reroute(TrafficSplit.nowhere())))));
    }

    private static AlteredPlatform closingOnce(AlteredPlatform platform) {
        List<EnvironmentName> closed = new ArrayList<>();
        return platform.closing(real -> {
            if (!closed.isEmpty()) {
                throw new IllegalStateException("closed already");
            }
            Environments environments = real.environments();
            environments.list().forEach(environment -> closed.add(environment.name()));
        });
    }

    private static final class SetBack implements Time {
        private final Time real;
        private int looks;

        SetBack(Time real) {
            this.real = real;
        }

        @Override
        public Instant now() {
            return ++looks % 150 == 0 ? real.now().minusSeconds(1) : real.now();
        }

        @Override
        public void sleep(Duration duration) {
            real.sleep(duration);
        }
    }

    record WakesUpEarly(Time real) implements Time {
        @Override
        public Instant now() {
            return real.now();
        }

        @Override
        public void sleep(Duration duration) {
            real.sleep(duration.dividedBy(2));
        }
    }

    private static final class ResultsAsTheyCome extends AlteredTasks {
        ResultsAsTheyCome(Tasks real) {
            super(real);
        }

        @Override
        public <T> List<T> all(List<Callable<T>> tasks) throws Exception {
            List<T> results = new ArrayList<>();
            List<Callable<T>> noting = new ArrayList<>();
            tasks.forEach(task -> noting.add(() -> {
                T result = task.call();
                results.add(result);
                return result;
            }));
            super.all(noting);
            return results;
        }
    }

    private static final class OneAfterTheOther extends AlteredTasks {
        OneAfterTheOther(Tasks real) {
            super(real);
        }

        @Override
        public <T> List<T> all(List<Callable<T>> tasks) throws Exception {
            List<T> results = new ArrayList<>();
            List<Throwable> thrown = new ArrayList<>();
            for (Callable<T> task : tasks) {
                try {
                    results.add(task.call());
                } catch (Exception e) {
                    thrown.add(e);
                }
            }
            if (!thrown.isEmpty()) {
                throw (Exception) thrown.get(0);
            }
            return results;
        }
    }

    private static final class FailsFast extends AlteredTasks {
        FailsFast(Tasks real) {
            super(real);
        }

        @Override
        public <T> List<T> all(List<Callable<T>> tasks) throws Exception {
            List<T> results = new ArrayList<>();
            for (Callable<T> task : tasks) {
                results.add(task.call());
            }
            return results;
        }
    }

    private static final class Wraps extends AlteredTasks {
        Wraps(Tasks real) {
            super(real);
        }

        @Override
        public <T> T within(Duration limit, Callable<T> task) throws Exception {
            try {
                return super.within(limit, task);
            } catch (IllegalStateException e) {
                throw new ExecutionException(e);
            }
        }
    }

    private static final class WrapsWhatWasBegun extends AlteredTasks {
        WrapsWhatWasBegun(Tasks real) {
            super(real);
        }

        @Override
        public <T> Begun<T> begin(Callable<T> task) {
            return super.begin(() -> {
                try {
                    return task.call();
                } catch (IllegalStateException e) {
                    throw new ExecutionException(e);
                }
            });
        }
    }

    static final class Waits extends AlteredTasks {
        Waits(Tasks real) {
            super(real);
        }

        @Override
        public <T> T within(Duration limit, Callable<T> task) throws Exception {
            return task.call();
        }
    }
}
