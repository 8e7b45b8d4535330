package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.Bench.ids;

import dev.viridian.Environment;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How a controller that was taken over is kept from having effects. */
interface FencingRules extends Rules {
    /** The demand of all of these, for one call. */
    private static Demand demand(String call) {
        return new Demand(
                call + " with a fencing token older than one that was seen is refused with Failure.FencedOff and has no"
                        + " effect",
                "keep the highest token that it saw in the world, and compare before it changes anything");
    }

    /** Of create. */
    @Test
    default void aFencedOffCreateHasNoEffect() {
        Demand demand = demand("create");
        Bench bench = Bench.of(this);
        bench.created(demand, 1, 1);

        demand.fencedOff("create", () -> bench.environments().create(bench.spec(2, 1), bench.older("create")));

        bench.pause();
        demand.holds(
                bench.environments().list().stream()
                        .noneMatch(environment -> environment.name().equals(bench.name(2))),
                "there is " + bench.name(2) + " all the same");
    }

    /** Of replace. */
    @Test
    default void aFencedOffReplaceHasNoEffect() {
        Demand demand = demand("replace");
        Bench bench = Bench.of(this);
        Set<MachineId> before = ids(bench.created(demand, 1, 1));
        MachineId machine = before.iterator().next();

        demand.fencedOff("replace", () -> bench.environments().replace(bench.name(1), machine, bench.older("replace")));

        bench.pause();
        demand.same("the machines afterwards", before, ids(bench.settled(demand, 1, 1)));
    }

    /** Of resize. */
    @Test
    default void aFencedOffResizeHasNoEffect() {
        Demand demand = demand("resize");
        Bench bench = Bench.of(this);
        Set<MachineId> before = ids(bench.created(demand, 1, 1));

        demand.fencedOff("resize", () -> bench.environments().resize(bench.name(1), 2, bench.older("resize")));

        bench.pause();
        demand.same("the machines afterwards", before, ids(bench.settled(demand, 1, 1)));
    }

    /** Of destroy. */
    @Test
    default void aFencedOffDestroyHasNoEffect() {
        Demand demand = demand("destroy");
        Bench bench = Bench.of(this);
        Set<MachineId> before = ids(bench.created(demand, 1, 1));

        demand.fencedOff("destroy", () -> bench.environments().destroy(bench.name(1), bench.older("destroy")));

        bench.pause();
        demand.same("the machines afterwards", before, ids(bench.settled(demand, 1, 1)));
    }

    /** Of route. */
    @Test
    default void aFencedOffRouteHasNoEffect() {
        Demand demand = demand("route");
        Bench bench = Bench.of(this);
        bench.running(demand, 1, 1);
        bench.running(demand, 2, 1);
        bench.routed(demand, bench.allTo(1));

        demand.fencedOff("route", () -> bench.traffic().route(bench.allTo(2), bench.older("route")));

        bench.pause();
        demand.same("the routing afterwards", bench.allTo(1), bench.traffic().observed());
    }

    /** A takeover is known by the first call of the new controller, whichever that is. */
    @Test
    default void eachCallThatChangesSomethingIsRemembered() {
        Demand demand = new Demand(
                "each call that changes something fences off all calls with an older token from then on",
                "let create, replace, resize, destroy and route pass the same gate, and remember the token there");
        Bench bench = Bench.of(this);
        Environment made = bench.running(demand, 1, 1);
        bench.created(demand, 2, 1);
        Map<String, Effect> calls = new LinkedHashMap<>();
        calls.put("create", fence -> bench.environments().create(bench.spec(1, 1), fence));
        calls.put("resize", fence -> bench.environments().resize(made.name(), 1, fence));
        calls.put(
                "replace",
                fence -> bench.environments().replace(made.name(), new MachineId(made.name() + ".9999"), fence));
        calls.put("route", fence -> bench.traffic().route(bench.allTo(1), fence));
        calls.put("destroy", fence -> bench.environments().destroy(bench.name(2), fence));

        long token = Bench.TOKEN;
        for (Map.Entry<String, Effect> call : calls.entrySet()) {
            Fence newer = new Fence(++token, call.getKey());
            demand.goesWell(
                    call.getKey() + " with a newer token", () -> call.getValue().on(newer));
            Fence older = new Fence(token - 1, "after " + call.getKey());
            demand.fencedOff(
                    "resize, after " + call.getKey() + " had a newer token,",
                    () -> bench.environments().resize(made.name(), 1, older));
        }
    }

    /** One call that changes something. */
    @FunctionalInterface
    interface Effect {
        /** Makes it. */
        void on(Fence fence);
    }

    /** A controller makes many calls with the token of its lease. */
    @Test
    default void theSameFencingTokenIsAcceptedAgain() {
        Demand demand = new Demand(
                "further calls with the highest token that was seen are accepted",
                "refuse what is older, and only that");
        Bench bench = Bench.of(this);
        Fence first = new Fence(Bench.TOKEN, "create 1");

        demand.goesWell("create", () -> bench.environments().create(bench.spec(1, 1), first));
        demand.goesWell(
                "create another with the same fencing token",
                () -> bench.environments().create(bench.spec(2, 1), bench.fence("create 2")));
        demand.goesWell(
                "resize with the same fencing token",
                () -> bench.environments().resize(bench.name(1), 2, bench.fence("resize")));
    }

    /** The controller that was taken over is another process. */
    @Test
    default void whatOneControllerDidFencesTheOther() throws Exception {
        Demand demand = new Demand(
                "a call of one controller fences off the calls of all others that have an older token",
                "keep the highest token that it saw in the world, and not in memory");
        Bench bench = Bench.of(this);
        Environment made = bench.created(demand, 1, 1);
        Platform other = underTest()
                .anotherController()
                .orElseGet(() -> Assumptions.abort("There is only one controller at a time in these tests."));
        try (other) {
            MachineId machine = ids(made).iterator().next();
            Fence older = bench.older("the other controller");
            demand.fencedOff("resize", () -> other.environments().resize(made.name(), 2, older));
            demand.fencedOff("create", () -> other.environments().create(bench.spec(2, 1), older));
            demand.fencedOff("replace", () -> other.environments().replace(made.name(), machine, older));
            demand.fencedOff("route", () -> other.traffic().route(bench.allTo(1), older));
            demand.fencedOff("destroy", () -> other.environments().destroy(made.name(), older));
        }

        demand.same("the machines afterwards", ids(made), ids(bench.settled(demand, 1, 1)));
        demand.same(
                "the routing afterwards",
                TrafficSplit.nowhere(),
                bench.traffic().observed());
        demand.holds(
                bench.environments().list().stream()
                        .noneMatch(environment -> environment.name().equals(bench.name(2))),
                "there is " + bench.name(2) + " all the same");
    }
}
