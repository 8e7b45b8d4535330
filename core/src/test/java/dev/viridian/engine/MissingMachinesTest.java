package dev.viridian.engine;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.engine.TwoReleases.BLUE;
import static dev.viridian.engine.TwoReleases.GREEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.Machine.State;
import dev.viridian.MachineId;
import dev.viridian.Outcome;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Machines that users depend on and that are watched: one that is gone, or of which nothing is known, answers nothing badly. */
class MissingMachinesTest {
    private static final Duration BAKE = Duration.ofMinutes(30);

    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;
    private Optional<Instant> switched = Optional.empty();

    /** What becomes of the candidate when users have been there for that long. */
    private void after(Duration time, UnaryOperator<Environment> change) {
        Runnable others = platform.onSleep;
        boolean[] done = {false};
        platform.onSleep = () -> {
            others.run();
            if (platform.routing.reaches(GREEN)) {
                switched = switched.or(() -> Optional.of(platform.clock()));
            }
            boolean due = switched.filter(at -> !platform.clock().isBefore(at.plus(time)))
                    .isPresent();
            if (due && !done[0]) {
                done[0] = true;
                platform.worlds.computeIfPresent(GREEN, (name, environment) -> change.apply(environment));
            }
        };
    }

    private static UnaryOperator<Environment> without(int machines) {
        return environment -> InMemoryPlatform.withMachines(
                environment,
                environment.machines().subList(machines, environment.machines().size()));
    }

    /** The first so many of them, by another id where it is another machine. */
    private static UnaryOperator<Environment> first(int machines, State state, String id) {
        return environment -> InMemoryPlatform.withMachines(
                environment,
                environment.machines().stream()
                        .map(machine -> environment.machines().indexOf(machine) < machines
                                ? new Machine(
                                        new MachineId(machine.id() + id),
                                        machine.host(),
                                        machine.port(),
                                        state,
                                        "load balancer: unhealthy")
                                : machine)
                        .toList());
    }

    private DeploymentResult baked() {
        return world.deploy(world.version("1.1").bake(BAKE));
    }

    private void assertRolledBackAfter(Duration time, DeploymentResult result) {
        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(platform.routing.sole()).contains(BLUE);
        assertThat(platform.worlds).containsOnlyKeys(BLUE);
        assertThat(Duration.between(switched.orElseThrow(), platform.clock()))
                .isBetween(time, time.plus(Duration.ofMinutes(1)));
    }

    @Test
    void whereAllAreGoneTheFormerEnvironmentIsBackAfterHalfAMinute() {
        after(Duration.ofMinutes(3), without(2));

        DeploymentResult result = baked();

        assertRolledBackAfter(Duration.ofMinutes(3).plusSeconds(30), result);
        assertThat(result.failure().orElseThrow().message())
                .isEqualTo("orders-2-1 has 0 machines after 30 s, expected 2.");
    }

    @Test
    void whereNothingIsKnownOfAnyItIsBackAsSoon() {
        after(Duration.ofMinutes(3), first(2, State.UNKNOWN, ""));

        DeploymentResult result = baked();

        assertRolledBackAfter(Duration.ofMinutes(3).plusSeconds(30), result);
        assertThat(result.failure().orElseThrow().message())
                .startsWith("2 of 2 machines of orders-2-1 were well and are not any more")
                .endsWith("not asked, the machine is UNKNOWN load balancer: unhealthy");
    }

    @Test
    void oneOfWhichNothingIsKnownHasAsLongAsMachinesMayTakeToBecomeHealthy() {
        after(Duration.ofMinutes(3), first(1, State.UNKNOWN, ""));

        DeploymentResult result = baked();

        assertRolledBackAfter(Duration.ofMinutes(8), result);
        assertThat(result.failure().orElseThrow()).isInstanceOf(Failure.Unhealthy.class);
        assertThat(result.failure().orElseThrow().machine()).isPresent();
    }

    @Test
    void thatOneIsReplacedWhereThatIsWanted() {
        after(Duration.ofMinutes(3), first(1, State.UNKNOWN, ""));

        DeploymentResult result = world.deploy(world.version("1.1").bake(BAKE).onFailure(rebuild()));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(platform.calls).anyMatch(call -> call.startsWith("replace orders-2-1."));
    }

    @Test
    void oneThatThePlatformReplacesMeanwhileIsNoFault() {
        after(Duration.ofMinutes(3), first(1, State.STARTING, "-next"));
        after(Duration.ofMinutes(7), first(1, State.RUNNING, ""));

        DeploymentResult result = baked();

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(Duration.between(switched.orElseThrow(), platform.clock())).isLessThan(BAKE.plusMinutes(1));
    }

    @Test
    void oneThatIsAwayAtTheEndIsWaitedFor() {
        after(Duration.ofMinutes(28), without(1));
        after(
                Duration.ofMinutes(32),
                environment -> InMemoryPlatform.withMachines(
                        environment,
                        List.of(
                                environment.machines().get(0),
                                new Machine(
                                        new MachineId("orders-2-1.next"), "127.0.0.1", 20_009, State.RUNNING, ""))));

        DeploymentResult result = baked();

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(Duration.between(switched.orElseThrow(), platform.clock()))
                .isBetween(Duration.ofMinutes(32), Duration.ofMinutes(33));
    }

    @Test
    void soItIsWhileTheFormerEnvironmentIsKeptWarm() {
        after(Duration.ofMinutes(3), without(2));

        DeploymentResult result = world.deploy(world.version("1.1").keepWarm(Duration.ofMinutes(5)));

        assertRolledBackAfter(Duration.ofMinutes(3).plusSeconds(30), result);
    }

    @Test
    void badAnswersAtTheVeryEndAreNotTakenForGoodOnes() {
        Duration bake = Duration.ofSeconds(20);
        after(bake.minusMillis(2_500), environment -> {
            platform.health = machine -> machine.id().value().startsWith(GREEN.value())
                    ? Answer.sick("503 Service Unavailable")
                    : Answer.well("200 OK");
            return environment;
        });

        DeploymentResult result = world.deploy(world.version("1.1").bake(bake));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).endsWith("503 Service Unavailable");
    }

    @Test
    void whatSomebodyMakesSmallerAtItsCutoverIsGivenUpWhereItIsNotWatched() {
        after(
                Duration.ZERO,
                green -> new Environment(
                        green.name(), green.revision(), 1, green.machines().subList(0, 1), green.properties()));

        DeploymentResult result = world.deploy(world.version("1.1"));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .isEqualTo("Rule 3 does not hold: traffic goes to orders-2-1, which was proven on 2 machines and has 1"
                        + " now.");
    }

    @Test
    void thePlanSaysHowLongThatMayTake() {
        Deployment deployment = world.version("1.1").bake(BAKE).keepWarm(Duration.ofMinutes(5));

        assertThat(world.deployer().plan(deployment).text())
                .containsPattern("bake orders-2-1 +at most 35 min")
                .containsPattern("keep orders-1-1 warm +at most 10 min");
    }
}
