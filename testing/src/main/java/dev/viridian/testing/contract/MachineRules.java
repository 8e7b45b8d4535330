package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.Bench.ids;
import static dev.viridian.testing.contract.Bench.isRunning;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.spi.EnvironmentSpec;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of machines. */
interface MachineRules extends Rules {
    /** A machine is replaced by its id, so an id must mean one machine. */
    @Test
    default void noTwoMachinesHaveTheSameId() {
        Demand demand = new Demand(
                "each machine has an id of its own, among all environments of the application",
                "let the name of the environment be a part of the id, or take the one that the world gave it");
        Bench bench = Bench.of(this);
        bench.created(demand, 1, 2);
        bench.created(demand, 2, 2);

        Set<MachineId> all = new HashSet<>(ids(bench.found(demand, 1)));
        all.addAll(ids(bench.found(demand, 2)));

        demand.holds(all.size() == 4, "two environments of 2 machines have only these ids between them: " + all);
    }

    /** Health is counted by id. */
    @Test
    default void aMachineKeepsItsId() {
        Demand demand = new Demand(
                "a machine has the same id each time it is looked at, also when its state changes",
                "take what never changes in the life of a machine for its id");
        Bench bench = Bench.of(this);
        Environment first = bench.created(demand, 1, 2);

        Environment running = bench.well(demand, 1, 2);

        demand.same("the ids once they run", ids(first), ids(running));
        demand.same("the ids a moment later", ids(first), ids(bench.found(demand, 1)));
    }

    /** A replacement that is repeated late would hit the newcomer. */
    @Test
    default void noIdIsGivenTwice() {
        Demand demand = new Demand(
                "a new machine never gets the id of one that the environment had before",
                "count on in the environment's own record, or take ids that are never given twice");
        Bench bench = Bench.of(this);
        Set<MachineId> before = ids(bench.created(demand, 1, 2));

        bench.environments().resize(bench.name(1), 1, bench.fence("smaller"));
        Set<MachineId> kept = ids(bench.settled(demand, 1, 1));
        bench.environments().resize(bench.name(1), 2, bench.fence("larger"));
        Set<MachineId> now = new HashSet<>(ids(bench.settled(demand, 1, 2)));

        now.removeAll(kept);
        demand.holds(
                now.stream().noneMatch(before::contains),
                "the machine that came after resizing from 2 to 1 and to 2 again is " + now + ", and there were "
                        + before + " before");
    }

    /** Nothing else is what a health check needs. */
    @Test
    default void aMachineThatRunsIsToldAsRunningAndAnswers() {
        Demand demand = new Demand(
                "each machine of a sound artifact is told as RUNNING with its host and port, and answers there, in time",
                "say RUNNING as soon as the machine runs, and give the address at which it can be asked from here");
        Bench bench = Bench.of(this);

        Environment running = bench.running(demand, 1, 2);

        for (Machine machine : running.machines()) {
            demand.holds(
                    !machine.host().isBlank() && machine.port() > 0 && machine.port() < 65_536,
                    "a machine is RUNNING and has the address '" + machine.host() + "' and the port " + machine.port());
        }
    }

    /** An answer that says nothing is never taken for a good one. */
    @Test
    default void aMachineThatHasEndedIsNotToldAsRunning() throws Exception {
        Demand demand = new Demand(
                "a machine that has ended by itself is no longer told as RUNNING",
                "look at the machine itself each time: FAILED where it has ended, UNKNOWN where that cannot be told");
        Bench bench = Bench.of(this);
        EnvironmentName name = bench.name(1);
        Machine ended = bench.running(demand, 1, 2).machines().get(0);

        underTest().end(name, ended);

        bench.await(
                demand,
                ended.id() + " of " + name + ", which was ended, is not RUNNING",
                () -> bench.found(demand, 1),
                found -> !isRunning(found.machine(ended.id())));
    }

    /** Made is not booted, and booted is not up. */
    @Test
    default void aMachineThatNeverComesUpDoesNotStayRunning() {
        Demand demand = new Demand(
                "a machine that never comes up, or ends at once, is not told as RUNNING for long",
                "say STARTING until it is known to run, UNKNOWN where that cannot be told, and FAILED once it has ended");
        Bench bench = Bench.of(this);
        EnvironmentSpec spec = new EnvironmentSpec(
                bench.name(1), bench.platform().artifacts().pin(underTest().artifactThatNeverComesUp()), 1);
        bench.environments().create(spec, bench.fence("create"));

        for (int look = 1; look <= 3; look++) {
            bench.await(
                    demand,
                    "no machine of an artifact that never comes up is RUNNING",
                    () -> bench.found(demand, 1),
                    found -> found.machines().stream().noneMatch(machine -> machine.state() == Machine.State.RUNNING));
            bench.pause();
        }
    }

    /** A machine may go while it is asked. */
    @Test
    default void askingAMachineThatIsGoneIsAnsweredToo() {
        Demand demand = new Demand(
                "a question to a machine that is gone is answered, and not well; nothing is thrown",
                "make a bad answer of whatever goes wrong, a refused connection and a timeout too");
        Bench bench = Bench.of(this);
        Machine gone = bench.running(demand, 1, 1).machines().get(0);
        bench.environments().destroy(bench.name(1), bench.fence("destroy"));

        bench.await(
                demand,
                gone + ", which was destroyed, does not answer well any more",
                () -> bench.answers(gone),
                well -> !well);
    }
}
