package dev.viridian.testing.contract;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The only clock there is. */
interface TimeRules extends Rules {
    /** Deadlines are counted by it. */
    @Test
    default void timeNeverGoesBack() {
        Demand demand = new Demand(
                "now() is never earlier than it was before, whichever task asks",
                "count on from the start by a clock that nobody sets, as Time.system() does");
        Bench bench = Bench.of(this);
        Callable<Instant> looking = () -> {
            Instant last = bench.now();
            for (int look = 1; look <= 200; look++) {
                Instant now = bench.now();
                demand.holds(!now.isBefore(last), "after " + last + " it was " + now);
                last = now;
            }
            return last;
        };
        Instant before = bench.now();

        for (Instant after : bench.atOnce(demand, "look at the time", Collections.nCopies(3, looking))) {
            demand.holds(!after.isBefore(before), "a task that began at " + before + " ended at " + after);
            demand.holds(!bench.now().isBefore(after), "after " + after + " it was " + bench.now());
        }
    }

    /** Waiting must not be busy. */
    @Test
    default void sleepingTakesAtLeastItsTime() {
        Demand demand = new Demand(
                "sleep returns when that much time has passed by now(), and not before",
                "let now() and sleep() be of one clock");
        Time time = underTest().platform().time();
        for (Duration duration : new Duration[] {Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(30)}) {
            Instant before = time.now();
            demand.goesWell("sleep " + duration.toMillis() + " ms", () -> time.sleep(duration));
            Duration slept = Duration.between(before, time.now());
            demand.holds(
                    slept.compareTo(duration) >= 0,
                    "sleeping " + duration.toMillis() + " ms took " + slept.toNanos() / 1e6 + " ms");
        }
    }

    /** How often one may look. */
    @Test
    default void thePaceIsATimeToWait() {
        Demand demand = new Demand(
                "pace() is more than zero, and less than what anything may take",
                "say how often it is reasonable to look: milliseconds on one machine, seconds in a cloud");
        Duration pace = underTest().platform().pace();

        demand.holds(
                !pace.isZero()
                        && !pace.isNegative()
                        && pace.compareTo(underTest().patience()) < 0,
                "pace() is " + pace);
    }
}
