package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.Bench.ids;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.MachineId;
import dev.viridian.spi.Platform;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How environments are found. */
interface LookingRules extends Rules {
    /** Whether there is one is a question like any other. */
    @Test
    default void whatIsNotThereIsNotFound() {
        Demand demand = new Demand(
                "find of a name that nobody ever created is empty, and nothing is listed where nothing is",
                "answer Optional.empty() and an empty list; not found is no failure");
        Bench bench = Bench.of(this);

        demand.holds(
                demand.answered("find it", () -> bench.environments().find(bench.name(404)))
                        .isEmpty(),
                "find(" + bench.name(404) + ") found something");
        demand.same(
                "what is listed",
                List.of(),
                demand.answered("list", () -> bench.environments().list()));
    }

    /** The engine decides by what it sees; what is remembered would let it retire what serves. */
    @Test
    default void anEnvironmentIsFoundAsItIsNow() {
        Demand demand = new Demand(
                "find and list show an environment as it is now, never as it is remembered",
                "ask the world each time, and keep no answer");
        Bench bench = Bench.of(this);
        Environment before = bench.created(demand, 1, 1);
        bench.environments().list();

        bench.environments().resize(bench.name(1), 2, bench.fence("resize"));

        Environment found = bench.settled(demand, 1, 2);
        demand.holds(
                ids(found).containsAll(ids(before)), "after a resize from 1 to 2 machines find shows " + ids(found));
        Environment listed = bench.environments().list().get(0);
        demand.same("the size that list shows after a resize", 2, listed.size());
        demand.same("the machines that list shows after a resize", ids(found), ids(listed));
    }

    /** What is not listed is never cleaned up. */
    @Test
    default void allEnvironmentsAreListed() {
        Demand demand = new Demand(
                "list shows all environments that belong to the application, each as find shows it",
                "mark what it makes with the application, list by that mark, and read all pages of the answer");
        Bench bench = Bench.of(this);
        for (int number = 1; number <= 3; number++) {
            bench.created(demand, number, 1);
        }

        List<Environment> listed = bench.environments().list();

        demand.same(
                "what is listed",
                Set.of(bench.name(1), bench.name(2), bench.name(3)),
                listed.stream().map(Environment::name).collect(Collectors.toSet()));
        for (Environment each : listed) {
            EnvironmentName name = each.name();
            Set<MachineId> found = ids(bench.environments().find(name).orElseThrow());
            demand.same("the machines of " + name + " in the list", found, ids(each));
        }
    }

    /** Whether what serves users is still there in its full size is asked without its machines. */
    @Test
    default void sizesAreThoseThatAreFound() {
        Demand demand = new Demand(
                "size and sizes tell how many machines an environment is meant to have now, of those that find and list show",
                "leave out the machines, and nothing else; what is not there has no size");
        Bench bench = Bench.of(this);
        bench.created(demand, 1, 1);
        bench.created(demand, 2, 1);
        bench.environments().sizes();

        bench.environments().resize(bench.name(1), 2, bench.fence("resize"));

        demand.same(
                "the size after a resize from 1 to 2 machines",
                OptionalInt.of(2),
                bench.environments().size(bench.name(1)));
        demand.same(
                "the sizes after it",
                Map.of(bench.name(1), 2, bench.name(2), 1),
                bench.environments().sizes());
        demand.same(
                "the size of what nobody ever created",
                OptionalInt.empty(),
                demand.answered("tell its size", () -> bench.environments().size(bench.name(404))));
    }

    /** After a crash it is another process that cleans up. */
    @Test
    default void anotherControllerFindsWhatThisOneMade() throws Exception {
        Demand demand = new Demand(
                "what one controller made is found and listed by every other one",
                "keep what it must know of an environment in the world, and nothing in memory");
        Bench bench = Bench.of(this);
        Environment made = bench.created(demand, 1, 1);
        try (Platform other = another()) {
            Environment found = other.environments()
                    .find(made.name())
                    .orElseThrow(() -> demand.broken("another controller does not find " + made.name()));
            demand.same("the machines that another controller finds", ids(made), ids(found));
            demand.same("the revision that another controller finds", made.revision(), found.revision());
            demand.same(
                    "how many environments another controller lists",
                    1,
                    other.environments().list().size());
        }
    }

    private Platform another() throws Exception {
        return underTest()
                .anotherController()
                .orElseGet(() -> Assumptions.abort("There is only one controller at a time in these tests."));
    }
}
