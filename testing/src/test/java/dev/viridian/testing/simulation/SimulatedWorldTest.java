package dev.viridian.testing.simulation;

import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.jdbc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.JdbcProbe;
import dev.viridian.Machine;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SimulatedWorldTest {
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health").within(Duration.ofMinutes(5)));

    private final Simulation simulation = Simulation.of("orders").live("1.2", 4);

    private static DeploymentResult deploy(SimulatedWorld world, Deployment deployment) {
        world.hold(deployment);
        return Deployer.on(world.platform()).as("the test").deploy(deployment);
    }

    @Test
    void aDeploymentIsMadeAndNoRuleIsBroken() {
        SimulatedWorld world = simulation.open();

        DeploymentResult result = deploy(world, ORDERS);

        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(world.live().orElseThrow().revision().version()).isEqualTo("1.3");
        assertThat(world.environments()).hasSize(1);
        assertThat(world.violations()).isEmpty();
        assertThat(world.notifications()).hasSize(1);
    }

    @Test
    void aMachineThatIsMadeForWhatWasLiveHasAnIdOfItsOwn() {
        SimulatedPlatform platform = simulation.open().platform();
        Environment live = platform.environments().list().get(0);

        platform.environments().resize(live.name(), 6, new Fence(1, "resize"));
        platform.environments().replace(live.name(), live.machines().get(3).id(), new Fence(1, "replace"));

        assertThat(platform.environments().find(live.name()).orElseThrow().machines())
                .extracting(Machine::id)
                .hasSize(6)
                .doesNotHaveDuplicates()
                .doesNotContain(live.machines().get(3).id());
    }

    @Test
    void twelveHoursOfBakingPassWithoutWaiting() {
        SimulatedWorld world = simulation.open();

        DeploymentResult result = deploy(world, ORDERS.bake(Duration.ofHours(12)));

        assertThat(result.succeeded()).isTrue();
        assertThat(world.elapsed()).isGreaterThan(Duration.ofHours(12));
    }

    @Test
    void theLeaseOfAControllerThatWasKilledIsTakenAtOnce() {
        SimulatedWorld world = simulation.open();
        world.hold(ORDERS);
        world.platform()
                .inject((call, operation, subject) -> operation == Operation.ROUTE ? Fault.KILLED_BEFORE : Fault.NONE);
        assertThatThrownBy(() -> Deployer.on(world.platform()).deploy(ORDERS)).isInstanceOf(ControllerKilled.class);
        Duration killed = world.elapsed();

        DeploymentResult result =
                Deployer.on(world.anotherController()).notWaiting().deploy(ORDERS);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.DEPLOYED);
        assertThat(result.events(Event.TakenOver.class))
                .singleElement()
                .satisfies(taken -> assertThat(Duration.between(world.now().minus(world.elapsed()), taken.at()))
                        .isLessThan(killed.plusSeconds(1)));
    }

    @Test
    void theLeaseOfAControllerWhoseDeathNobodySeesIsWatchedForAsLongAsItLasts() {
        SimulatedWorld world = simulation.withoutSeeingDeaths().open();
        world.hold(ORDERS);
        world.platform()
                .inject((call, operation, subject) -> operation == Operation.ROUTE ? Fault.KILLED_BEFORE : Fault.NONE);
        assertThatThrownBy(() -> Deployer.on(world.platform()).deploy(ORDERS)).isInstanceOf(ControllerKilled.class);
        world.pass(Duration.ofMinutes(5));
        Instant begun = world.now();

        DeploymentResult result = Deployer.on(world.anotherController()).deploy(ORDERS);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.DEPLOYED);
        assertThat(result.events(Event.TakenOver.class))
                .singleElement()
                .satisfies(taken -> assertThat(taken.at()).isAfterOrEqualTo(begun.plusSeconds(60)));
    }

    @Test
    void usersAreServedAtFullCapacityAllAlong() {
        SimulatedWorld world = simulation.open();

        deploy(world, ORDERS);

        assertThat(world.traffic())
                .allSatisfy(moment -> assertThat(moment.capacity()).isEqualTo(4))
                .allSatisfy(moment -> assertThat(moment.answered()).isEqualTo(1.0));
    }

    @Test
    void whatUsersGetIsSeenWhenAMachineEnds() {
        SimulatedWorld world = simulation.open();
        world.pass(Duration.ofMinutes(1));

        world.end(world.live().orElseThrow().machines().get(0).id());

        assertThat(world.traffic()).extracting(TrafficMoment::capacity).containsExactly(4, 3);
    }

    @Test
    void theOneMachineThatComesUpSickIsRebuilt() {
        SimulatedWorld world = simulation.machine("1.3", 2, Fate.comesUpSick()).open();

        DeploymentResult result = deploy(world, ORDERS);

        assertThat(result.succeeded()).isTrue();
        assertThat(result.timeline()).contains("rebuild machine orders-1-1.2");
        assertThat(world.machinesMade()).isEqualTo(5);
    }

    @Test
    void aReleaseThatNeverGetsWellIsRolledBack() {
        SimulatedWorld world =
                simulation.everyMachine("1.3", Fate.comesUpSick()).open();

        DeploymentResult result = deploy(world, ORDERS);

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.live().orElseThrow().revision().version()).isEqualTo("1.2");
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void aScriptSaysWhatIsAnswered() {
        SimulatedWorld world = simulation
                .property("db.url", "jdbc:h2:mem:ordres")
                .answering((probe, machine, version) -> probe instanceof JdbcProbe
                        ? Optional.of(Answer.sick("Database \"ordres\" not found"))
                        : Optional.empty())
                .open();

        DeploymentResult result = deploy(
                world,
                ORDERS.smokeTest(
                        "reaches its database",
                        green -> jdbc(green.property("db.url")).answers("select 1")));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).contains("reaches its database", "ordres");
    }

    @Test
    void theSameSeedGivesTheSameRunToTheByte() {
        SimulatedWorld one = simulation.seed(7).machine("1.3", 1, Fate.flaps()).open();
        SimulatedWorld other =
                simulation.seed(7).machine("1.3", 1, Fate.flaps()).open();

        String first = deploy(one, ORDERS).timeline();
        String second = deploy(other, ORDERS).timeline();

        assertThat(second).isEqualTo(first);
        assertThat(other.calls()).hasToString(one.calls().toString());
    }

    @Test
    void anotherSeedMayAskInAnotherOrder() {
        SimulatedWorld one = simulation.seed(1).open();
        SimulatedWorld other = simulation.seed(2).open();

        deploy(one, ORDERS);
        deploy(other, ORDERS);

        assertThat(other.calls()).hasSameSizeAs(one.calls());
        assertThat(other.calls().toString()).isNotEqualTo(one.calls().toString());
    }

    @Test
    void aForeignThreadIsRefusedByName() {
        SimulatedWorld world = simulation.open();

        Throwable refusal = catchThrowable(() -> CompletableFuture.runAsync(
                        () -> world.platform().traffic().observed())
                .join());

        assertThat(refusal).rootCause().isInstanceOf(IllegalStateException.class);
        assertThat(refusal).hasMessageContaining(Thread.currentThread().getName());
        assertThat(refusal).hasMessageContaining("called into a simulation");
    }

    @Test
    void theControllerDiesAtACallAndHasNoEffectAnyMore() {
        SimulatedWorld world = simulation.open();
        world.platform()
                .inject((call, operation, subject) -> operation == Operation.ROUTE ? Fault.KILLED_BEFORE : Fault.NONE);

        assertThatThrownBy(() -> deploy(world, ORDERS)).isInstanceOf(ControllerKilled.class);
        assertThat(world.live().orElseThrow().revision().version()).isEqualTo("1.2");
        assertThat(world.environments()).hasSize(2);
    }

    @Test
    void aDeploymentThatNeverEndsIsStopped() {
        SimulatedWorld world = simulation.mostCalls(100).open();

        assertThatThrownBy(() -> deploy(world, ORDERS))
                .isInstanceOf(RunawayDeployment.class)
                .hasMessageContaining("has not ended");
    }
}
