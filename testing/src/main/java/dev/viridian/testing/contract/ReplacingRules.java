package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.Bench.ids;

import dev.viridian.Environment;
import dev.viridian.MachineId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** How machines are replaced. */
interface ReplacingRules extends Rules {
    /** The one sick machine goes; its neighbours have done nothing. */
    @Test
    default void aReplacedMachineIsSucceededByANewOneAndTheOthersStay() {
        Demand demand = new Demand(
                "replace tears down that one machine, has another with an id of its own built in its place, and leaves the"
                        + " others alone",
                "end exactly the machine of that id, and bring the environment to its size again");
        Bench bench = Bench.of(this);
        Environment before = bench.created(demand, 1, 2);
        MachineId leaving = before.machines().get(0).id();

        demand.goesWell(
                "replace " + leaving,
                () -> bench.environments().replace(bench.name(1), leaving, bench.fence("replace")));

        Set<MachineId> now = ids(bench.await(
                demand,
                leaving + " is gone and there are 2 machines",
                () -> bench.found(demand, 1),
                found -> ids(found).size() == 2 && !ids(found).contains(leaving)));
        demand.holds(
                now.contains(before.machines().get(1).id()),
                "of " + ids(before) + " only " + leaving + " was to be replaced, and now there are " + now);
    }

    /** The machine that one asks to have replaced may have gone by itself. */
    @Test
    default void replacingAMachineThatIsGoneDoesNothing() {
        Demand demand = new Demand(
                "replace of a machine that is gone, or never was, does nothing and goes well",
                "take it for done when there is no machine of that id; a repeated call cannot know better");
        Bench bench = Bench.of(this);
        Environment before = bench.created(demand, 1, 2);
        MachineId gone = before.machines().get(0).id();
        bench.environments().replace(bench.name(1), gone, bench.fence("replace"));
        Set<MachineId> replaced = ids(bench.settled(demand, 1, 2));

        for (MachineId none : List.of(gone, new MachineId(bench.name(1) + ".9999"))) {
            demand.goesWell(
                    "replace " + none + ", which is not there",
                    () -> bench.environments().replace(bench.name(1), none, bench.fence("replace " + none + " anew")));
            bench.pause();
            demand.same("the machines afterwards", replaced, ids(bench.settled(demand, 1, 2)));
        }
    }

    /** The engine repeats the one effect whose outcome it does not know. */
    @Test
    default void repeatingAReplacementReplacesOneMachine() {
        Demand demand = new Demand(
                "replace, repeated with its idempotency token, replaces one machine in all",
                "know by the machine's id, or by the idempotency token, that it was done before");
        Bench bench = Bench.of(this);
        Environment before = bench.created(demand, 1, 2);
        MachineId leaving = before.machines().get(0).id();

        for (int time = 1; time <= 3; time++) {
            demand.goesWell(
                    "replace " + leaving + " for the " + time + ". time",
                    () -> bench.environments().replace(bench.name(1), leaving, bench.fence("the same replacement")));
            bench.settled(demand, 1, 2);
        }

        Set<MachineId> all = new HashSet<>(ids(before));
        Set<MachineId> now = ids(bench.settled(demand, 1, 2));
        all.removeAll(now);
        demand.same("which machines are gone after the same replacement was asked for 3 times", Set.of(leaving), all);
    }

    /** What is done side by side may concern the same machine. */
    @Test
    default void replacingAtTheSameTimeReplacesEachMachineOnce() {
        Demand demand = new Demand(
                "replace, called at the same time for the same and for several machines, replaces each of them once",
                "let one change of an environment follow the other, for instance by a lock or a conditional write");
        Bench bench = Bench.of(this);
        Environment before = bench.created(demand, 1, 3);
        List<MachineId> machines = new ArrayList<>(ids(before));
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (MachineId leaving : List.of(machines.get(0), machines.get(0), machines.get(1))) {
            calls.add(() -> {
                bench.environments().replace(bench.name(1), leaving, bench.fence("replace " + leaving));
                return true;
            });
        }

        bench.atOnce(demand, "replace " + machines.get(0) + " twice and " + machines.get(1), calls);

        Set<MachineId> gone = new HashSet<>(machines);
        gone.removeAll(ids(bench.settled(demand, 1, 3)));
        demand.same("which machines are gone", Set.of(machines.get(0), machines.get(1)), gone);
    }
}
