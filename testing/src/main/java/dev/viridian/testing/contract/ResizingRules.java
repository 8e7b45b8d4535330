package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.Bench.ids;
import static dev.viridian.testing.contract.Bench.present;
import static dev.viridian.testing.contract.Bench.told;

import dev.viridian.Environment;
import dev.viridian.MachineId;
import dev.viridian.spi.Fence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** How environments get another size. */
interface ResizingRules extends Rules {
    /** More, and fewer again. */
    @Test
    default void anEnvironmentIsResizedUpAndDown() {
        Demand demand = new Demand(
                "resize brings the environment to that many machines, and of those that were there keeps as many as it can",
                "add what is missing, or take away what is too much, and nothing else");
        Bench bench = Bench.of(this);
        Set<MachineId> one = ids(bench.created(demand, 1, 1));

        bench.environments().resize(bench.name(1), 3, bench.fence("resize to 3"));
        Set<MachineId> three = ids(bench.settled(demand, 1, 3));
        bench.environments().resize(bench.name(1), 2, bench.fence("resize to 2"));
        Set<MachineId> two = ids(bench.settled(demand, 1, 2));

        demand.holds(three.containsAll(one), "a resize to 3 made " + three + " of " + one);
        demand.holds(three.containsAll(two), "a resize to 2 made " + two + " of " + three);
    }

    /** A size, not a difference. */
    @Test
    default void resizingTwiceIsAsResizingOnce() {
        Demand demand = new Demand(
                "resize to a size that the environment has already does nothing, whatever idempotency token the call has",
                "ask for a number of machines, never for so many more or fewer");
        Bench bench = Bench.of(this);
        bench.created(demand, 1, 1);
        Fence fence = bench.fence("resize");
        bench.environments().resize(bench.name(1), 2, fence);
        Set<MachineId> before = ids(bench.settled(demand, 1, 2));

        for (Fence again : List.of(fence, bench.fence("resize again"))) {
            demand.goesWell("resize to what it is", () -> bench.environments().resize(bench.name(1), 2, again));
            bench.pause();
            demand.same("the machines after a further resize to 2", before, ids(bench.settled(demand, 1, 2)));
        }
    }

    /** One of them is the last; it does not matter which. */
    @Test
    default void resizingAtTheSameTimeEndsWithOneOfTheSizes() {
        Demand demand = new Demand(
                "resize, called at the same time with several sizes, ends with one of them and with as many machines",
                "let one change of an environment follow the other, for instance by a lock or a conditional write");
        Bench bench = Bench.of(this);
        bench.created(demand, 1, 1);
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int size : List.of(2, 3, 2)) {
            calls.add(() -> {
                bench.environments().resize(bench.name(1), size, bench.fence("resize to " + size));
                return true;
            });
        }

        bench.atOnce(demand, "resize to 2, to 3 and to 2", calls);

        Environment ended = bench.await(
                demand,
                "it has as many machines as its size says",
                () -> bench.found(demand, 1),
                found -> present(found).size() == found.size());
        demand.holds(Set.of(2, 3).contains(ended.size()), "in the end there is " + told(ended));
    }

    /** What has vanished must be seen to have vanished. */
    @Test
    default void whatIsNotThereIsNeitherResizedNorReplaced() {
        Demand demand = new Demand(
                "resize and replace in an environment that is not there are refused for good, and make none",
                "say that there is no such environment; only destroy takes nothing for done");
        Bench bench = Bench.of(this);

        demand.refusedForGood(
                "resize an environment that is not there",
                () -> bench.environments().resize(bench.name(404), 2, bench.fence("resize")));
        demand.refusedForGood(
                "replace a machine in an environment that is not there",
                () -> bench.environments()
                        .replace(bench.name(404), new MachineId(bench.name(404) + ".1"), bench.fence("replace")));

        demand.same(
                "how many environments there are afterwards",
                0,
                bench.environments().list().size());
    }

    /** Rebuilding and resizing meet where a rollback restores capacity. */
    @Test
    default void replacingAndResizingAtTheSameTimeBothHappen() {
        Demand demand = new Demand(
                "replace and resize, called at the same time, both have their effect",
                "let one change of an environment follow the other, for instance by a lock or a conditional write");
        Bench bench = Bench.of(this);
        Environment before = bench.created(demand, 1, 2);
        MachineId leaving = before.machines().get(0).id();

        bench.atOnce(
                demand,
                "replace " + leaving + " and resize to 3",
                List.of(
                        () -> {
                            bench.environments().replace(bench.name(1), leaving, bench.fence("replace"));
                            return true;
                        },
                        () -> {
                            bench.environments().resize(bench.name(1), 3, bench.fence("resize"));
                            return true;
                        }));

        Set<MachineId> gone = new HashSet<>(ids(before));
        gone.removeAll(ids(bench.settled(demand, 1, 3)));
        demand.same("which machines are gone", Set.of(leaving), gone);
    }
}
