package dev.viridian.testing.contract;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.TrafficSplit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How users are routed. */
interface RoutingRules extends Rules {
    /** There, elsewhere, and back: the engine believes only what is read back. */
    @Test
    default void observedSaysWhatWasRoutedOnceItConverged() {
        Demand demand = new Demand(
                "observed() reads the routing back from the router, and in time says what route() asked for last",
                "ask the router itself, and never answer with what it was told");
        Bench bench = Bench.of(this);
        demand.same(
                "the routing where nothing was routed yet",
                TrafficSplit.nowhere(),
                bench.traffic().observed());
        bench.running(demand, 1, 1);
        bench.running(demand, 2, 1);

        for (int number : new int[] {1, 2, 1}) {
            bench.routed(demand, bench.allTo(number));
        }
    }

    /** A canary is a weight. */
    @Test
    default void trafficIsSplitByWeight() {
        Demand demand = new Demand(
                "several environments get traffic by their weights, and observed() says these shares",
                "keep the weights in the router, and read them back from there; 3:1 may come back as 75:25");
        Bench bench = Bench.of(this);
        bench.running(demand, 1, 1);
        bench.running(demand, 2, 1);

        bench.routed(demand, TrafficSplit.of(Map.of(bench.name(1), 3, bench.name(2), 1)));
        bench.routed(demand, TrafficSplit.of(Map.of(bench.name(1), 1, bench.name(2), 4)));
    }

    /** That nothing is live is a routing, too. */
    @Test
    default void trafficCanGoNowhere() {
        Demand demand = new Demand(
                "route(nowhere) takes the traffic from whatever was live, and observed() says nowhere",
                "remove all environments from the router, and tell an empty router by TrafficSplit.nowhere()");
        Bench bench = Bench.of(this);
        bench.running(demand, 1, 1);
        bench.routed(demand, bench.allTo(1));

        bench.routed(demand, TrafficSplit.nowhere());
    }

    /** Users would be sent into the void. */
    @Test
    default void routingToWhatIsNotThereIsRefused() {
        Demand demand = new Demand(
                "route to an environment that is not there is refused for good, and changes nothing",
                "look whether all of the environments are there before the first of them is routed to");
        Bench bench = Bench.of(this);
        bench.running(demand, 1, 1);
        EnvironmentName ghost = bench.name(404);

        demand.refusedForGood("route to what is not there", () -> bench.route(TrafficSplit.allTo(ghost)));
        demand.refusedForGood(
                "route half of it to what is not there",
                () -> bench.route(TrafficSplit.of(Map.of(bench.name(1), 1, ghost, 1))));

        bench.pause();
        demand.same(
                "the routing afterwards",
                TrafficSplit.nowhere(),
                bench.traffic().observed());
    }

    /** A controller that was killed while it routed does not know whether it did, and routes again. */
    @Test
    default void routingTwiceIsAsRoutingOnce() {
        Demand demand = new Demand(
                "route to where the traffic goes already changes nothing, whatever idempotency token the call has",
                "set the routing as a whole, and take one that is set already for done");
        Bench bench = Bench.of(this);
        bench.running(demand, 1, 1);
        bench.routed(demand, bench.allTo(1));

        bench.routed(demand, bench.allTo(1));
        demand.goesWell(
                "route there with another token",
                () -> bench.traffic().route(bench.allTo(1), bench.fence("another token")));

        bench.pause();
        bench.observed(demand, bench.allTo(1));
    }

    /** Cutover is proven from outside. */
    @Test
    default void theUsersEntryIsAnsweredByWhatIsLive() {
        Demand demand = new Demand(
                "entry() is where users come in: asked like a machine, it is answered well once something well is live",
                "give the host and port at which users reach the router, or no entry where it cannot be reached from here");
        Bench bench = Bench.of(this);
        Optional<Machine> entry =
                demand.answered("find the entry", () -> bench.traffic().entry());
        Assumptions.assumeTrue(entry.isPresent(), "The users' entry cannot be reached from here.");
        bench.running(demand, 1, 1);

        bench.routed(demand, bench.allTo(1));

        bench.await(
                demand,
                "the users' entry " + entry.get() + " is answered well",
                () -> bench.answers(entry.get()),
                answered -> answered);
    }
}
