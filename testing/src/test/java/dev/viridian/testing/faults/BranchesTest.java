package dev.viridian.testing.faults;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.engine.Deployer;
import dev.viridian.spi.Probes.Answer;
import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A scenario that goes on from a copy of a world comes to the same as one that is run from its beginning. */
class BranchesTest {
    private static final Simulation WORLD = Simulation.of("orders").live("1.3", 2);
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
            .healthCheck(http("/health"))
            .keepWarm(Duration.ZERO);

    private static Subject subject(Deployment deployment, Simulation world) {
        return new Subject(() -> deployment, world, world.allowingRealTime(), false, true);
    }

    private static List<Scenario> singles(Subject subject) {
        Run undisturbed = Run.recorded(subject, Scenario.UNDISTURBED);
        return Candidates.singles(
                Scenario.UNDISTURBED, Points.of(undisturbed.calls(1), 1).tried(), Twins.NONE);
    }

    /** Each fault that can come after it, in both of its controllers. */
    private static List<Scenario> seconds(Subject subject, Scenario first) {
        Mishap.At at = (Mishap.At) first.mishaps().get(0);
        Run recorded = Run.recorded(subject, first);
        List<Scenario> all = new ArrayList<>(Candidates.singles(
                first, Points.of(recorded.calls(1), at.call() + 1).tried(), Twins.NONE));
        if (recorded.controllers() > 1) {
            all.addAll(Candidates.singles(first, Points.of(recorded.calls(2), 1).tried(), Twins.NONE));
        }
        return all;
    }

    /** One of seven: each kind of fault and each successor is among them. */
    private static List<Scenario> some(List<Scenario> all) {
        return IntStream.range(0, all.size())
                .filter(i -> i % 7 == 0)
                .mapToObj(all::get)
                .toList();
    }

    private static void assertComeToTheSame(Subject subject, List<Scenario> scenarios) {
        Map<Scenario, List<String>> byBranches = new HashMap<>();

        new Branches(subject, run -> byBranches.put(run.scenario(), toldOf(run))).run(scenarios);

        assertThat(byBranches).hasSameSizeAs(scenarios);
        for (Scenario scenario : scenarios) {
            assertThat(byBranches.get(scenario)).as(scenario.text()).isEqualTo(toldOf(Run.of(subject, scenario)));
        }
    }

    /** All that there is to see of a run but for the death itself, each of its calls and answers and all that is stored among it. */
    private static List<String> toldOf(Run run) {
        List<Object> told = new ArrayList<>(Told.outcomeOf(run));
        told.add(run.world().platform().calls());
        for (Call call : run.world().calls()) {
            if (call.fault() != Fault.KILLED_BEFORE && call.operation() != Operation.SLEEP) {
                told.add(Told.of(call));
            }
        }
        for (String key : run.world().state().list("")) {
            told.add(key + "="
                    + run.world().state().read(key).orElseThrow().document().text());
        }
        return told.stream().map(Object::toString).toList();
    }

    @Test
    void whereverTheControllerDies() {
        Subject subject = subject(ORDERS, WORLD);

        assertComeToTheSame(subject, some(singles(subject)));
    }

    @Test
    void afterAnotherFault() {
        Subject subject = subject(ORDERS, WORLD);

        for (String first : List.of("v1 RECOVERS at:1:20:FAILS", "v1 RECOVERS at:1:40:HANGS")) {
            assertComeToTheSame(subject, some(seconds(subject, Scenario.parse(first))));
        }
    }

    @Test
    void afterAnotherDeath() {
        Subject subject = subject(ORDERS, WORLD);

        for (Successor successor : Successor.values()) {
            Scenario first = Scenario.parse("v1 " + successor.name() + " at:1:60:KILLED_AFTER");
            assertComeToTheSame(subject, some(seconds(subject, first)));
        }
    }

    @Test
    void afterATakeover() {
        Subject subject = subject(ORDERS, WORLD);

        assertComeToTheSame(subject, some(seconds(subject, Scenario.parse("v1 SAME_AGAIN at:1:30:TAKEN_OVER"))));
    }

    @Test
    void withMachinesThatGetSickLaterPeopleAndARouterThatIsLate() {
        Simulation world = WORLD.machine("1.4.2", 1, Fate.sickAfter(Duration.ofSeconds(20)))
                .routerConvergesIn(Duration.ofSeconds(40))
                .answering("/health", Answer.well("200"), Answer.sick("503"), Answer.well("200"))
                .after(Duration.ofSeconds(30), deployer -> deployer.pause(Duration.ofMinutes(1)))
                .after(Duration.ofMinutes(1), Deployer::resume);
        Subject subject =
                subject(ORDERS.bake(Duration.ofMinutes(1)).onFailure(rebuild().then(rollBack())), world);

        assertComeToTheSame(subject, some(singles(subject)));
    }

    @Test
    void whatTheyHaveInCommonIsRunOnce() {
        long withoutDeath = singles(subject(ORDERS, WORLD)).stream()
                .filter(scenario -> scenario.deathOf(1).isEmpty())
                .count();

        assertThat(deploymentsMade(true)).isEqualTo(1 + (int) withoutDeath);
    }

    @Test
    void whatRemembersSomethingIsMadeAfreshForEachAndRunFromTheBeginning() {
        assertThat(deploymentsMade(false))
                .isEqualTo(singles(subject(ORDERS, WORLD)).size());
    }

    private static int deploymentsMade(boolean remembersNothing) {
        AtomicInteger made = new AtomicInteger();
        Subject subject = new Subject(
                () -> {
                    made.incrementAndGet();
                    return ORDERS;
                },
                WORLD,
                WORLD.bare(),
                false,
                remembersNothing);

        new Branches(subject, run -> {}).run(singles(subject(ORDERS, WORLD)));

        return made.get();
    }
}
