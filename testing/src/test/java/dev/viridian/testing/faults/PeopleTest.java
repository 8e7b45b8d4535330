package dev.viridian.testing.faults;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What people do meanwhile, and what they ask for afterwards, explored like everything else. */
class PeopleTest {
    private static final Simulation WORLD = Simulation.of("orders").live("1.3", 2);
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
            .healthCheck(http("/health"))
            .keepWarm(Duration.ZERO)
            .machines(2);

    private static DeploymentResult deploy(SimulatedWorld world, Deployment deployment) {
        return Deployer.on(world.platform()).deploy(deployment);
    }

    private static void assertHoldsEveryRule(Faults faults) {
        Exploration exploration = faults.pairs(100).random(50, 1).explore();
        assertThat(exploration.holdsEveryRule()).as(exploration.report()).isTrue();
    }

    @Test
    void whoeverApprovesLetsItGoLive() {
        Deployment asking = ORDERS.awaitingApproval(Duration.ofHours(2));

        assertThat(deploy(WORLD.after(Duration.ofHours(1), Deployer::resume).open(), asking)
                        .succeeded())
                .isTrue();
        assertThat(deploy(WORLD.open(), asking).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    @Test
    void whoeverAbortsIsNotWaitedFor() {
        SimulatedWorld world =
                WORLD.after(Duration.ofMinutes(10), Deployer::abort).open();

        assertThat(deploy(world, ORDERS.bake(Duration.ofMinutes(30))).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.elapsed()).isLessThan(Duration.ofMinutes(20));
    }

    @Test
    void awaitingApprovalKeepsEveryRule() {
        assertHoldsEveryRule(Faults.of(ORDERS.awaitingApproval(Duration.ofMinutes(20)))
                .in(WORLD)
                .after(Duration.ofMinutes(2), Deployer::resume));
    }

    @Test
    void notBeingApprovedKeepsEveryRule() {
        assertHoldsEveryRule(Faults.of(ORDERS.awaitingApproval(Duration.ofMinutes(5)))
                .in(WORLD)
                .expecting(Outcome.ROLLED_BACK));
    }

    @Test
    void approvingOnceKeepsEveryRuleWhereWhatNobodyApprovesIsLeftToAPerson() {
        assertHoldsEveryRule(
                Faults.of(ORDERS.awaitingApproval(Duration.ofMinutes(20)).onFailure(retry(1).then(halt())))
                        .in(WORLD)
                        .after(Duration.ofMinutes(2), Deployer::resume));
    }

    @Test
    void whatIsLeftToAPersonWhenALaterMachineIsSickKeepsEveryRule() {
        assertHoldsEveryRule(Faults.of(ORDERS.onFailure(halt())).in(WORLD.machine("1.4.2", 3, Fate.comesUpSick())));
    }

    @Test
    void abortingWhatHasJustEndedKeepsEveryRule() {
        assertHoldsEveryRule(Faults.of(ORDERS).in(WORLD).after(Duration.ofSeconds(10), Deployer::abort));
    }

    @Test
    void abortingWhatGivesNoSignOfLifeKeepsEveryRule() {
        assertHoldsEveryRule(Faults.of(ORDERS).in(WORLD).after(Duration.ofMinutes(2), Deployer::abort));
    }

    @Test
    void rollingBackWhatGivesNoSignOfLifeKeepsEveryRule() {
        assertHoldsEveryRule(Faults.of(ORDERS).in(WORLD).after(Duration.ofMinutes(2), Deployer::rollBack));
    }

    @Test
    void recoveringWhatGivesNoSignOfLifeKeepsEveryRule() {
        assertHoldsEveryRule(Faults.of(ORDERS).in(WORLD).after(Duration.ofMinutes(2), Deployer::recover));
    }

    @Test
    void pausingAndResumingKeepsEveryRule() {
        assertHoldsEveryRule(Faults.of(ORDERS)
                .in(WORLD.bootTime(Duration.ofSeconds(30)))
                .after(Duration.ofSeconds(10), deployer -> deployer.pause(Duration.ofMinutes(10)))
                .after(Duration.ofMinutes(5), Deployer::resume));
    }

    @Test
    void goingBackToAnEarlierReleaseKeepsEveryRule() {
        assertHoldsEveryRule(Faults.of(ORDERS).in(WORLD).rollingBack());
    }

    @Test
    void rollingBackWhatIsGoingOnKeepsEveryRule() {
        assertHoldsEveryRule(Faults.of(ORDERS)
                .in(WORLD.bootTime(Duration.ofSeconds(30)))
                .after(Duration.ofSeconds(10), Deployer::rollBack)
                .expecting(Outcome.ROLLED_BACK));
    }

    @Test
    void aWorldWithAPastCanBeGoneBackIn() {
        SimulatedWorld world = WORLD.deployedBefore("1.1", "1.2").open();
        Deployer deployer = Deployer.on(world.platform());

        deployer.rollBack(ORDERS).orElseThrow();
        assertThat(world.live().orElseThrow().revision().version()).isEqualTo("1.2");
        deployer.rollBack(ORDERS).orElseThrow();
        assertThat(world.live().orElseThrow().revision().version()).isEqualTo("1.1");
        assertThat(deployer.rollBack(ORDERS).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aWorldWithAPastCanBeGoneBackInWithoutADeployment() {
        SimulatedWorld world = WORLD.deployedBefore("1.1", "1.2").open();

        Deployer.on(world.platform()).rollBack().orElseThrow();

        assertThat(world.live().orElseThrow().revision().version()).isEqualTo("1.2");
    }
}
