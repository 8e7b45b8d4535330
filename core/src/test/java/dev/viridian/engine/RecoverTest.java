package dev.viridian.engine;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.engine.TwoReleases.BLUE;
import static dev.viridian.engine.TwoReleases.GREEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Probes.Answer;
import dev.viridian.state.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be brought in order by somebody who does not know what was deployed. */
class RecoverTest {
    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;

    private DeploymentResult recovered() {
        Recovery recovery = world.deployer().notifying(world.sent::add).recover();
        assertThat(recovery).isInstanceOf(Recovery.Settled.class);
        assertThat(recovery.summary()).startsWith("Found unfinished: orders#2");
        return ((Recovery.Settled) recovery).result();
    }

    private void killedWhileBaking() {
        world.killedAfter(Duration.ofMinutes(20), world.version("1.1").bake(Duration.ofMinutes(30)));
        assertThat(platform.live()).isEqualTo(GREEN);
    }

    @Test
    void theFormerEnvironmentIsBroughtToFullSizeAndGetsTheTrafficBeforeTheCandidateGoes() {
        killedWhileBaking();
        platform.fail(new MachineId("orders-1-1.1"), "out of memory");
        platform.worlds.computeIfPresent(
                BLUE,
                (name, blue) -> new Environment(
                        name, blue.revision(), 1, blue.machines().subList(0, 1), blue.properties()));

        DeploymentResult result = recovered();

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure()).get().isInstanceOf(Failure.CutShort.class);
        assertThat(platform.calls)
                .filteredOn(call -> !call.startsWith("find") && !call.equals("observed") && !call.equals("list"))
                .containsExactly(
                        "replace orders-1-1.1",
                        "resize orders-1-1 to 2",
                        "route orders-1-1 100 %",
                        "destroy orders-2-1");
        assertThat(platform.live()).isEqualTo(BLUE);
        assertThat(world.sent).singleElement().extracting(Notification::key).isEqualTo("orders#2/outcome-rolled-back");
    }

    @Test
    void noTrafficIsSentToMachinesThatDoNotRun() {
        killedWhileBaking();
        List<String> routed = new ArrayList<>();
        var ready = platform.clock().plus(Duration.ofMinutes(3));
        setBlue(Machine.State.STARTING);
        platform.onSleep = () -> {
            if (!platform.clock().isBefore(ready)) {
                setBlue(Machine.State.RUNNING);
            }
        };
        platform.failing = call -> call.startsWith("route")
                && !routed.add(
                        platform.worlds.get(BLUE).machines().get(0).state().name());

        assertThat(recovered().outcome()).isEqualTo(Outcome.ROLLED_BACK);

        assertThat(routed).containsExactly("RUNNING");
    }

    private void setBlue(Machine.State state) {
        platform.worlds.computeIfPresent(
                BLUE,
                (name, blue) -> InMemoryPlatform.withMachines(
                        blue,
                        blue.machines().stream()
                                .map(machine -> new Machine(
                                        machine.id(), machine.host(), machine.port(), state, "the test said so"))
                                .toList()));
    }

    @Test
    void whereTheFormerMachinesNeverRunTheTrafficStaysAndAPersonIsTold() {
        killedWhileBaking();
        setBlue(Machine.State.STARTING);

        DeploymentResult result = recovered();

        assertThat(result.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(result.failure()).get().isInstanceOf(Failure.TooFewMachines.class);
        assertThat(platform.live()).isEqualTo(GREEN);
        assertThat(platform.worlds).containsOnlyKeys(BLUE, GREEN);
    }

    @Test
    void aReleaseWhoseFormerEnvironmentWasBeingRetiredStays() {
        world.killedAt("destroy orders-1-1"::equals, world.version("1.1"));

        DeploymentResult result = recovered();

        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(platform.worlds).containsOnlyKeys(GREEN);
        assertThat(platform.calls).noneMatch(call -> call.startsWith("route"));
    }

    private EnvironmentName stray() {
        EnvironmentName stray = new EnvironmentName("orders-0-1");
        Environment blue = platform.worlds.get(BLUE);
        platform.worlds.put(
                stray, new Environment(stray, blue.revision(), blue.size(), blue.machines(), blue.properties()));
        return stray;
    }

    @Test
    void whatNothingNeedsIsRemovedAndWhatSomebodyNeedsIsKept() {
        platform.health =
                machine -> machine.id().value().startsWith("orders-2") ? Answer.sick("503") : Answer.well("200");
        world.deploy(world.version("1.1").onFailure(quarantine(Duration.ofHours(1))));
        EnvironmentName stray = stray();

        assertThat(world.deployer().recover()).isEqualTo(new Recovery.Tidied(List.of(stray), List.of(), 0));

        assertThat(platform.worlds).containsOnlyKeys(BLUE, GREEN);
        platform.sleep(Duration.ofHours(2));
        assertThat(world.deployer().recover()).isEqualTo(new Recovery.Tidied(List.of(GREEN), List.of(), 0));
    }

    @Test
    void whatCannotBeRemovedIsNamed() {
        EnvironmentName stray = stray();
        platform.failing = call -> call.startsWith("destroy");

        Recovery recovery = world.deployer().recover();

        assertThat(recovery).isEqualTo(new Recovery.Tidied(List.of(), List.of(stray), 0));
        assertThat(recovery.summary()).contains("left over: [orders-0-1]");
    }

    @Test
    void whatWasHaltedForAPersonIsLeftAlone() {
        platform.health =
                machine -> machine.id().value().startsWith("orders-2") ? Answer.sick("503") : Answer.well("200");
        world.deploy(world.version("1.1").onFailure(halt()));

        assertThat(world.deployer().recover()).isEqualTo(new Recovery.Tidied(List.of(), List.of(), 0));

        assertThat(platform.worlds).containsOnlyKeys(BLUE, GREEN);
    }

    @Test
    void whatIsOwedToSomebodyWhoIsNotAtHandWaitsForADeploymentThatNamesThem() {
        killedWhileBaking();

        world.deployer().recover();

        assertThat(world.sent).isEmpty();
        assertThat(Outbox.in(platform.store).keys()).containsExactly("outbox/000002.outcome-rolled-back");
        world.deploy(world.version("1.2")).orElseThrow();
        assertThat(world.sent)
                .extracting(Notification::key)
                .containsExactlyInAnyOrder("orders#2/outcome-rolled-back", "orders#3/outcome-deployed");
        assertThat(Outbox.in(platform.store).keys()).isEmpty();
    }

    @Test
    void whereNothingWasEverDeployedThereIsNothingToDo() {
        InMemoryPlatform empty = new InMemoryPlatform();
        empty.worlds.put(BLUE, platform.worlds.get(BLUE));

        assertThat(Deployer.on(empty).recover()).isEqualTo(new Recovery.Tidied(List.of(), List.of(), 0));

        assertThat(empty.worlds).containsOnlyKeys(BLUE);
    }

    @Test
    void whileADeploymentGoesOnThereIsNothingToRecover() {
        List<Recovery> recoveries = new ArrayList<>();
        platform.onSleep = () -> {
            platform.onSleep = () -> {};
            recoveries.add(world.deployer().notWaiting().recover());
        };

        world.deploy(world.version("1.1")).orElseThrow();

        assertThat(recoveries)
                .singleElement()
                .satisfies(recovery -> assertThat(recovery.summary())
                        .contains("Not recovered: Gave up after 0 s: waiting for the lease"));
        assertThat(platform.routing).isEqualTo(TrafficSplit.allTo(GREEN));
    }
}
