package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.Bench.ids;

import dev.viridian.Environment;
import dev.viridian.spi.Platform;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How a platform is let go. */
interface ClosingRules extends Rules {
    /** A program may close in more than one place. */
    @Test
    default void closingTwiceIsAsClosingOnce() {
        Demand demand = new Demand(
                "close() goes well, also with environments on the platform, and closing again does nothing",
                "remember that it was closed");
        Bench bench = Bench.of(this);
        bench.created(demand, 1, 1);

        demand.goesWell("close", bench.platform()::close);
        demand.goesWell("close again", bench.platform()::close);
    }

    /** For platforms that last as long as their program. */
    @Test
    default void whoEndsWhatRunsLeavesNothing() throws Exception {
        Assumptions.assumeTrue(
                underTest().endsWhatRunsWhenClosed(),
                "What runs on this platform outlives the program that closes it.");
        Demand demand = new Demand(
                "a platform that ends what runs on it when it is closed leaves nothing: no process, no file of a machine",
                "end all that it started, live or not, and wait for it to end");
        Bench bench = Bench.of(this);
        bench.running(demand, 1, 1);
        bench.running(demand, 2, 1);
        bench.routed(demand, bench.allTo(1));

        demand.goesWell("close", bench.platform()::close);

        demand.same("what is left", List.of(), underTest().leftovers());
    }

    /** For all others: a controller comes and goes, and users notice nothing. */
    @Test
    default void whoDoesNotEndWhatRunsLeavesItAsItIs() throws Exception {
        Assumptions.assumeFalse(
                underTest().endsWhatRunsWhenClosed(),
                "What runs on this platform ends with the program that closes it.");
        Demand demand = new Demand(
                "close() of a platform that does not end what runs changes nothing in the world",
                "let go of connections and threads, and of nothing else");
        Bench bench = Bench.of(this);
        Environment live = bench.running(demand, 1, 1);
        bench.routed(demand, bench.allTo(1));

        demand.goesWell("close", bench.platform()::close);

        Platform next = underTest()
                .anotherController()
                .orElseGet(() -> Assumptions.abort("There is only one controller in these tests."));
        try (next) {
            demand.same("the routing afterwards", bench.allTo(1), next.traffic().observed());
            Environment found = next.environments()
                    .find(live.name())
                    .orElseThrow(() -> demand.broken("there is no " + live.name() + " any more"));
            demand.same("the machines afterwards", ids(live), ids(found));
        }
    }
}
