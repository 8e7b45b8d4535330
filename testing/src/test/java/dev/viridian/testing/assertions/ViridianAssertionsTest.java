package dev.viridian.testing.assertions;

import static dev.viridian.HealthCheck.http;
import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.plan.Plan;
import dev.viridian.plan.Step;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.faults.Exploration;
import dev.viridian.testing.faults.Finding;
import dev.viridian.testing.faults.Mishap;
import dev.viridian.testing.faults.Scenario;
import dev.viridian.testing.faults.Successor;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Rule;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import dev.viridian.testing.simulation.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ViridianAssertionsTest {
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health").within(Duration.ofMinutes(5)));
    private static final Simulation SIMULATION = Simulation.of("orders").live("1.2", 4);
    private static final Simulation SICK = SIMULATION.everyMachine("1.3", Fate.comesUpSick());

    private static DeploymentResult deploy(SimulatedWorld world) {
        world.hold(ORDERS);
        return Deployer.on(world.platform()).as("the test").deploy(ORDERS);
    }

    private static void refused(ThrowingCallable assertion, String... story) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContainingAll(story);
    }

    @Test
    void aDeploymentThatSucceedsPasses() {
        SimulatedWorld world = SIMULATION.machine("1.3", 2, Fate.comesUpSick()).open();

        DeploymentResult result = deploy(world);

        assertThat(result)
                .isDeployed()
                .rebuiltMachine("orders-1-1.2")
                .hasLive("orders-1-1")
                .leftNothingBehind();
        assertThat(world).neverDroppedTraffic().neverServedWithFewerThan(4).servesVersion("1.3");
        assertThat(world).notifiedOnce(Outcome.DEPLOYED).brokeNoRule();
    }

    @Test
    void aDeploymentThatFailsPassesWhereThatIsExpected() {
        DeploymentResult result = deploy(SICK.open());

        assertThat(result)
                .isRolledBack()
                .failedBecause(result.failure().orElseThrow().message());
    }

    @Test
    void theTimelineIsToldWhereADeploymentEndsOtherwise() {
        DeploymentResult result = deploy(SICK.open());

        refused(() -> assertThat(result).isDeployed(), "ends DEPLOYED", result.summary(), result.timeline());
        refused(() -> assertThat(result).failedBecause("rain"), "because of 'rain'", result.timeline());
        refused(
                () -> assertThat(result).hasLive("orders-1-1"),
                "orders-1-1 gets all",
                result.live().toString());
    }

    @Test
    void aMachineThatWasWellWasNotRebuilt() {
        DeploymentResult result = deploy(SIMULATION.open());

        refused(() -> assertThat(result).rebuiltMachine("orders-1-1.2"), "orders-1-1.2 is rebuilt", result.timeline());
        refused(() -> assertThat(result).isRolledBack(), "ends ROLLED_BACK", result.summary());
    }

    @Test
    void aHaltedDeploymentLeftSomethingBehind() {
        DeploymentResult done = deploy(SICK.open());
        DeploymentResult halted = new DeploymentResult(
                done.id(), done.revision(), Outcome.HALTED, done.failure(), done.live(), done.events());

        refused(() -> assertThat(halted).leftNothingBehind(), "leaves nothing behind", "outcome HALTED");
    }

    @Test
    void whatUsersGotAndTheCallsAreToldOfAWorld() {
        SimulatedWorld world = SIMULATION.open();
        deploy(world);
        world.live().orElseThrow().machines().forEach(machine -> world.end(machine.id()));
        String call = world.calls().get(0).toString();

        refused(() -> assertThat(world).neverDroppedTraffic(), "every request is answered", call);
        refused(() -> assertThat(world).neverServedWithFewerThan(4), "at least 4 machines serve", "capacity=3", call);
        refused(() -> assertThat(world).servesVersion("1.2"), "version 1.2 is live", "1.3 is live");
        refused(() -> assertThat(world).notifiedOnce(Outcome.ROLLED_BACK), "one notification of ROLLED_BACK");
        world.reroute(TrafficSplit.nowhere());
        refused(() -> assertThat(world).brokeNoRule(), world.violations().get(0).toString());
    }

    @Test
    void aPlanIsHeldToItsStepsItsTimeAndItsMachines() {
        Plan plan = Deployer.on(SIMULATION.open().platform()).plan(ORDERS);
        String[] titles = plan.steps().stream().map(Step::title).toArray(String[]::new);
        Duration less = plan.worstCase().minusSeconds(1);

        assertThat(plan).hasSteps(titles).takesAtMost(plan.worstCase()).needsAtMostMachines(8);
        refused(() -> assertThat(plan).hasSteps("create x"), "[create x]", titles[0], plan.text());
        refused(
                () -> assertThat(plan).takesAtMost(less),
                "at most " + less,
                plan.worstCase().toString());
        refused(() -> assertThat(plan).needsAtMostMachines(7), "at most 7 machines", "it needs 8");
    }

    @Test
    void anExplorationWithoutFindingsPasses() {
        assertThat(exploration(List.of()))
                .neverDropsTraffic()
                .leavesNothingBehind()
                .notifiesEveryFailure();
        assertThat(exploration(List.of())).endsInTime().holdsEveryRule().exploredAtLeast(7);
        refused(() -> assertThat(exploration(List.of())).exploredAtLeast(8), "at least 8 scenarios", "7 were");
    }

    @Test
    void theSmallestFindingIsToldWithTheLineThatReplaysIt() {
        refused(() -> assertThat(broken(Rule.NO_TRAFFIC_IS_DROPPED)).neverDropsTraffic(), finding());
        refused(() -> assertThat(broken(Rule.NOTHING_IS_LEFT)).leavesNothingBehind(), finding());
        refused(() -> assertThat(broken(Rule.NOTIFIED_ONCE)).notifiesEveryFailure(), finding());
        refused(() -> assertThat(broken(Rule.ENDS_IN_TIME)).endsInTime(), finding());
        refused(() -> assertThat(broken(Rule.NO_SECRETS)).holdsEveryRule(), finding());
        assertThat(broken(Rule.NO_SECRETS)).neverDropsTraffic().endsInTime();
    }

    private static String[] finding() {
        return new String[] {"what was seen", "Replay:   " + scenario().text(), "the story"};
    }

    private static Scenario scenario() {
        return new Scenario(List.of(new Mishap.At(1, 17, Fault.ANSWER_LOST)), Successor.SAME_AGAIN);
    }

    private static Exploration broken(Rule rule) {
        return exploration(
                List.of(new Finding(scenario(), List.of(new Violation(rule, Instant.EPOCH, "what was seen")))));
    }

    private static Exploration exploration(List<Finding> findings) {
        return new Exploration(
                Map.of("single", 7), findings.size(), findings, List.of(), Duration.ofSeconds(1), "the story");
    }
}
