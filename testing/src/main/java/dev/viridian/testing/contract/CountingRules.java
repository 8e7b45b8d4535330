package dev.viridian.testing.contract;

import dev.viridian.EnvironmentName;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How requests are counted. A platform that cannot tell says so: a drain then waits, and a bake cannot be satisfied by a guess. */
interface CountingRules extends Rules {
    /** What is not there has nothing in flight. */
    @Test
    default void whatIsInFlightIsCountedOrHonestlyUnknown() {
        Demand demand = new Demand(
                "inFlight is 0 for what never got traffic, never negative, and empty where it cannot be told",
                "answer OptionalLong.empty() where there is no figure, and never -1, a guess, or another environment's");
        Bench bench = Bench.of(this);
        bench.running(demand, 1, 1);
        bench.created(demand, 2, 1);
        bench.routed(demand, bench.allTo(1));

        requireNothing(demand, "in flight to an environment that never got traffic", inFlight(demand, bench.name(2)));
        requireNothing(demand, "in flight to an environment that never was", inFlight(demand, bench.name(404)));
        inFlight(demand, bench.name(1))
                .ifPresent(count -> demand.holds(count >= 0, count + " requests are in flight to what is live"));
    }

    /** Zero would end a drain too early, so it must be true; and it must come. */
    @Test
    default void whatIsInFlightEndsOnceTheTrafficGoesElsewhere() {
        Demand demand = new Demand(
                "inFlight falls to 0 in time once an environment gets no more traffic, or is empty",
                "count what is open now, and not what was ever opened");
        Bench bench = Bench.of(this);
        bench.running(demand, 1, 1);
        bench.running(demand, 2, 1);
        bench.routed(demand, bench.allTo(1));
        bench.traffic().entry().ifPresent(bench::answers);

        bench.routed(demand, bench.allTo(2));

        bench.await(
                demand,
                "nothing is in flight to " + bench.name(1) + " any more",
                () -> bench.traffic().inFlight(bench.name(1)),
                count -> count.orElse(0) == 0);
    }

    /** A bake may wait for requests. */
    @Test
    default void requestsAreCountedOrHonestlyUnknown() {
        Demand demand = new Demand(
                "requests is 0 for what never got traffic, never negative, no more since later than since earlier, and"
                        + " empty where it cannot be told",
                "count what an environment was sent since that moment, and answer OptionalLong.empty() where there is no"
                        + " figure");
        Bench bench = Bench.of(this);
        Instant beginning = bench.now();
        bench.running(demand, 1, 1);
        bench.created(demand, 2, 1);
        bench.routed(demand, bench.allTo(1));
        bench.traffic().entry().ifPresent(bench::answers);
        bench.pause();

        requireNothing(
                demand,
                "requests were sent to an environment that never got traffic",
                requests(demand, bench.name(2), beginning));
        requireNothing(
                demand,
                "requests were sent to an environment that never was",
                requests(demand, bench.name(404), beginning));
        long sinceNow = requests(demand, bench.name(1), bench.now()).orElse(0);
        long sinceBeginning = requests(demand, bench.name(1), beginning).orElse(Long.MAX_VALUE);
        demand.holds(
                sinceNow >= 0 && sinceNow <= sinceBeginning,
                "requests were counted as " + sinceNow + " since now and as " + sinceBeginning
                        + " since the beginning");
    }

    private OptionalLong inFlight(Demand demand, EnvironmentName name) {
        return demand.answered(
                "count what is in flight to " + name,
                () -> Bench.of(this).traffic().inFlight(name));
    }

    private OptionalLong requests(Demand demand, EnvironmentName name, Instant since) {
        return demand.answered(
                "count the requests to " + name, () -> Bench.of(this).traffic().requests(name, since));
    }

    private static void requireNothing(Demand demand, String what, OptionalLong count) {
        demand.holds(count.orElse(0) == 0, count.orElse(0) + " " + what);
    }
}
