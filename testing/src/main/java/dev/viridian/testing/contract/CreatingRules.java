package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.Bench.ids;
import static dev.viridian.testing.contract.Bench.told;

import dev.viridian.Environment;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** How environments are made. */
interface CreatingRules extends Rules {
    /** Name, revision and size are told at once, the machines may come later. */
    @Test
    default void whatIsCreatedIsWhatWasAskedFor() {
        Demand demand = new Demand(
                "create returns the environment of that name, revision and size",
                "say of an environment what the specification said that it should be");
        Bench bench = Bench.of(this);
        EnvironmentSpec spec = bench.spec(1, 2);

        Environment made = demand.answered(
                "create " + spec.name(), () -> bench.environments().create(spec, bench.fence("create")));

        demand.same("the name of what was created", spec.name(), made.name());
        demand.same("its revision", spec.artifact().revision(), made.revision());
        demand.same("its size", spec.machines(), made.size());
        bench.settled(demand, 1, 2);
    }

    /** A controller that was killed while it created does not know whether it did, and creates again. */
    @Test
    default void creatingTwiceAdoptsWhatTheFirstCallMade() {
        Demand demand = new Demand(
                "create of an environment that is there already adopts it, whatever idempotency token the call has",
                "look for the name first, and make only what is missing of it");
        Bench bench = Bench.of(this);
        Environment first = bench.created(demand, 1, 2);
        Fence again = bench.fence("create 1 in the beginning");

        for (Fence fence : List.of(again, bench.fence("another token"))) {
            demand.goesWell("create it again", () -> bench.environments().create(bench.spec(1, 2), fence));
            Environment now = bench.settled(demand, 1, 2);
            demand.same("the machines after a further create", ids(first), ids(now));
        }
        demand.same(
                "the number of environments listed",
                1,
                bench.environments().list().size());
    }

    /** Two controllers may create at the same time for a moment, and one whose answer was lost may overtake itself. */
    @Test
    default void creatingAtTheSameTimeMakesOneEnvironment() {
        Demand demand = new Demand(
                "create of one name, called by several at the same time, makes one environment with its number of machines",
                "let one of the calls make it, for instance by a lock or a conditional write, and let the others adopt it");
        Bench bench = Bench.of(this);
        EnvironmentSpec spec = bench.spec(1, 2);
        Callable<Environment> create = () -> bench.environments().create(spec, bench.fence("create"));

        bench.atOnce(demand, "create", Collections.nCopies(3, create));

        bench.settled(demand, 1, 2);
        bench.pause();
        Environment later = bench.found(demand, 1);
        demand.holds(ids(later).size() == 2, "a moment later there is " + told(later));
        demand.same(
                "the number of environments listed",
                1,
                bench.environments().list().size());
    }

    /** Whoever would adopt it would take another revision's health for that of the new one. */
    @Test
    default void anEnvironmentOfAnotherRevisionIsNotAdopted() {
        Demand demand = new Demand(
                "create is refused for good where an environment of that name runs another revision",
                "compare the digest of the revision that runs with the one that is asked for");
        Bench bench = Bench.of(this);
        Environment before = bench.created(demand, 1, 1);
        EnvironmentSpec other = new EnvironmentSpec(
                bench.name(1), bench.platform().artifacts().pin(underTest().otherArtifact()), 1);

        demand.refusedForGood(
                "create " + other.name() + " of another revision",
                () -> bench.environments().create(other, bench.fence("create another")));

        Environment now = bench.found(demand, 1);
        demand.same("the revision afterwards", before.revision(), now.revision());
        demand.same("the machines afterwards", ids(before), ids(now));
    }

    /** A create that comes late, or again, must not take machines from users. */
    @Test
    default void creatingAgainTakesNoMachineAway() {
        Demand demand = new Demand(
                "create leaves an environment that has more machines than the specification says as large as it is",
                "only ever add machines in create; resize is what takes them away");
        Bench bench = Bench.of(this);
        bench.created(demand, 1, 1);
        bench.environments().resize(bench.name(1), 2, bench.fence("resize"));
        Environment before = bench.settled(demand, 1, 2);

        demand.goesWell(
                "create it again with fewer machines",
                () -> bench.environments().create(bench.spec(1, 1), bench.fence("create again")));

        bench.pause();
        demand.same("the machines afterwards", ids(before), ids(bench.settled(demand, 1, 2)));
    }
}
