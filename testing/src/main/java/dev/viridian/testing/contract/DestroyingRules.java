package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.Bench.ids;

import dev.viridian.Environment;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.spi.Fence;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** How environments are removed. */
interface DestroyingRules extends Rules {
    /** When it returns it is gone; other environments are not. */
    @Test
    default void whatIsDestroyedIsNeitherFoundNorListedAndOthersStay() {
        Demand demand = new Demand(
                "when destroy returns, the environment is neither found nor listed, and all others are as they were",
                "wait until all is removed, and remove nothing that belongs to another environment");
        Bench bench = Bench.of(this);
        bench.created(demand, 1, 1);
        Set<MachineId> other = ids(bench.created(demand, 2, 1));

        demand.goesWell(
                "destroy " + bench.name(1), () -> bench.environments().destroy(bench.name(1), bench.fence("destroy")));

        demand.holds(bench.environments().find(bench.name(1)).isEmpty(), bench.name(1) + " is still found");
        demand.same(
                "what is listed",
                List.of(bench.name(2)),
                bench.environments().list().stream().map(Environment::name).toList());
        demand.same("the machines of the other one", other, ids(bench.found(demand, 2)));
    }

    /** A machine that nobody sees any more costs money, and may do harm. */
    @Test
    default void theMachinesOfWhatIsDestroyedAnswerNoMore() {
        Demand demand = new Demand(
                "when destroy returns, none of its machines runs any more",
                "end the machines first, and forget the environment when they have ended");
        Bench bench = Bench.of(this);
        List<Machine> machines = bench.running(demand, 1, 2).machines();

        bench.environments().destroy(bench.name(1), bench.fence("destroy"));

        for (Machine machine : machines) {
            demand.holds(!bench.answers(machine), machine + " answers although its environment is destroyed");
        }
    }

    /** Cleaning up is repeated until it went well. */
    @Test
    default void destroyingNothingDoesNothing() {
        Demand demand = new Demand(
                "destroy of what is gone, or never was, does nothing and goes well",
                "take it for done when there is no such environment");
        Bench bench = Bench.of(this);
        bench.created(demand, 1, 1);
        Fence fence = bench.fence("destroy");
        bench.environments().destroy(bench.name(1), fence);

        demand.goesWell("destroy it again", () -> bench.environments().destroy(bench.name(1), fence));
        demand.goesWell(
                "destroy it a third time", () -> bench.environments().destroy(bench.name(1), bench.fence("anew")));
        demand.goesWell(
                "destroy what never was", () -> bench.environments().destroy(bench.name(404), bench.fence("never")));
    }

    /** Whoever cleans up may meet another who does. */
    @Test
    default void destroyingAtTheSameTimeGoesWell() {
        Demand demand = new Demand(
                "destroy, called at the same time by several, goes well for all of them, and it is gone when any returns",
                "let one change of an environment follow the other, and take what is gone meanwhile for done");
        Bench bench = Bench.of(this);
        bench.created(demand, 1, 2);
        Callable<Boolean> destroy = () -> {
            bench.environments().destroy(bench.name(1), bench.fence("destroy"));
            return bench.environments().find(bench.name(1)).isEmpty();
        };

        List<Boolean> gone = bench.atOnce(demand, "destroy", Collections.nCopies(3, destroy));

        demand.same("whether it was gone when each of the calls returned", List.of(true, true, true), gone);
    }

    /** The last guard before users are cut off. */
    @Test
    default void whatGetsTrafficIsNotDestroyed() {
        Demand demand = new Demand(
                "destroy of an environment that gets traffic is refused for good",
                "ask the router before anything is removed");
        Bench bench = Bench.of(this);
        Environment live = bench.running(demand, 1, 1);
        bench.routed(demand, bench.allTo(1));

        demand.refusedForGood(
                "destroy what is live", () -> bench.environments().destroy(bench.name(1), bench.fence("destroy")));

        demand.same("the machines afterwards", ids(live), ids(bench.found(demand, 1)));
        demand.same("the routing afterwards", bench.allTo(1), bench.traffic().observed());
    }
}
