package dev.viridian.testing.faults;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.FaultInjector;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The end of a deployment under faults: what is left over is named, and the way back is not forgotten. */
class ClosingFaultsTest {
    private final SimulatedWorld world = Simulation.of("orders")
            .live("1.2", 2)
            .everyMachine("1.3", Fate.failsToStart("exit code 1"))
            .everyMachine("1.4", Fate.failsToStart("exit code 1"))
            .open();

    private static Deployment version(String version) {
        return Deployment.blueGreen()
                .artifact("s3://releases/orders/" + version + "/orders.tar.gz")
                .healthCheck(http("/health").within(Duration.ofMinutes(5)))
                .onFailure(rollBack());
    }

    private DeploymentResult deploy(SimulatedPlatform platform, Deployment deployment, FaultInjector faults) {
        world.hold(deployment);
        platform.inject(faults);
        return Deployer.silently(platform).as("the test").deploy(deployment);
    }

    /** It is sick as soon as users are there. */
    private DeploymentResult haltedInBake(Deployment deployment) {
        Environment before = world.live().orElseThrow();
        return deploy(
                world.platform(),
                deployment.bake(Duration.ofMinutes(5)).onFailure(halt()),
                (call, operation, subject) -> operation == Operation.ASK
                                && !world.live().orElseThrow().name().equals(before.name())
                        ? Fault.SICK
                        : Fault.NONE);
    }

    @Test
    void eachEnvironmentThatIsLeftOverIsNamed() {
        FaultInjector indestructible =
                (call, operation, subject) -> operation == Operation.DESTROY ? Fault.FAILS : Fault.NONE;
        deploy(world.platform(), version("1.3"), indestructible);
        AtomicInteger lists = new AtomicInteger();

        DeploymentResult result = deploy(world.anotherController(), version("1.4"), (call, operation, subject) -> {
            boolean wayBackIsPlanned = operation == Operation.LIST ? lists.incrementAndGet() == 3 : lists.get() == 3;
            boolean hidden = operation == Operation.LIST
                    || (operation == Operation.FIND && subject.toString().equals("orders-2-1"));
            return wayBackIsPlanned && hidden ? Fault.SAYS_NOTHING : indestructible.at(call, operation, subject);
        });

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.environments()).hasSize(3);
        assertThat(result.cleanUpFailures())
                .extracting(failed -> failed.step() + ": " + failed.message())
                .anyMatch(text -> text.startsWith("retire orders-1-1"))
                .anyMatch(text -> text.startsWith("leave nothing behind: still there: [orders-2-1]"));
    }

    @Test
    void aLastLookAtTheRouterThatShowsWhatWasTrueBeforeIsNotBelieved() {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();

        DeploymentResult result = deploy(world.platform(), version("1.5"), (call, operation, subject) -> {
            if (operation == Operation.DESTROY && refused.getAndIncrement() == 0) {
                return Fault.REFUSED;
            }
            boolean last = operation == Operation.OBSERVE && refused.get() > 0 && looks.getAndIncrement() == 0;
            return last ? Fault.STALE : Fault.NONE;
        });

        assertThat(looks).hasPositiveValue();
        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.DEPLOYED);
        assertThat(result.live()).isEqualTo(world.routing());
        assertThat(result.cleanUpFailures())
                .singleElement()
                .satisfies(failed -> assertThat(failed.step()).isEqualTo("retire orders-0-1"));
        Deployer.silently(world.anotherController()).recover();
        assertThat(world.environments()).hasSize(1);
    }

    /** The former environment is smaller by then, and making it large again hangs first and then loses its answer. */
    @Test
    void thatAReleaseDiedWhileTheFormerWasKeptWarmIsToldOnceHoweverHardTheWayBackIs() {
        SimulatedWorld dying = Simulation.of("orders")
                .live("1.2", 2)
                .everyMachine("1.5", Fate.endsAfter(Duration.ofMinutes(2)))
                .open();
        Deployment deployment = version("1.5").keepWarm(Duration.ofMinutes(10));
        dying.hold(deployment);
        dying.after(
                Duration.ofMinutes(1),
                () -> dying.shrinkEnvironmentOf(
                        dying.environments().get(0).machines().get(0).id()));
        AtomicInteger resized = new AtomicInteger();
        List<Fault> trouble = List.of(Fault.HANGS, Fault.ANSWER_LOST);
        dying.platform().inject((call, operation, subject) -> {
            boolean inTrouble = operation == Operation.RESIZE && resized.get() < trouble.size();
            return inTrouble ? trouble.get(resized.getAndIncrement()) : Fault.NONE;
        });

        DeploymentResult result =
                Deployer.silently(dying.platform()).as("the test").deploy(deployment);

        assertThat(resized).hasValue(trouble.size());
        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(dying.live().orElseThrow().revision().version()).isEqualTo("1.2");
        assertThat(dying.live().orElseThrow().size()).isEqualTo(2);
        assertThat(dying.environments()).hasSize(1);
        assertThat(dying.notifications())
                .filteredOn(notification -> notification.outcome().isPresent())
                .singleElement()
                .satisfies(told -> assertThat(told.attempts())
                        .anySatisfy(attempt -> assertThat(attempt.step()).isEqualTo("keep orders-0-1 warm"))
                        .anySatisfy(attempt -> assertThat(attempt.step()).isEqualTo("restore orders-0-1")));
        assertThat(dying.violations()).isEmpty();
    }

    @Test
    void whoeverIsFencedOffWhileCleaningUpReportsNothingMore() {
        world.platform().onTakeover(() -> {
            world.pass(Duration.ofMinutes(2));
            Deployer.silently(world.anotherController()).as("the next").recover();
        });

        AtomicInteger lists = new AtomicInteger();

        DeploymentResult result = deploy(world.platform(), version("1.3"), (call, operation, subject) -> {
            lists.addAndGet(operation == Operation.LIST ? 1 : 0);
            boolean wayBackIsPlanned = lists.get() == 3;
            return operation == Operation.CREATE_STATE && wayBackIsPlanned ? Fault.TAKEN_OVER : Fault.NONE;
        });

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.HALTED);
        assertThat(result.failure()).get().isInstanceOf(Failure.FencedOff.class);
        assertThat(result.cleanUpFailures()).isEmpty();
        assertThat(world.environments()).hasSize(1);
    }

    @Test
    void theWayBackIsRememberedThoughTheStoreFailsForAMoment() {
        AtomicInteger failures = new AtomicInteger();

        DeploymentResult result = deploy(
                world.platform(),
                version("1.3").onFailure(halt()),
                (call, operation, subject) -> operation == Operation.CREATE_STATE
                                && subject.equals("way-back")
                                && failures.getAndIncrement() < 5
                        ? Fault.FAILS
                        : Fault.NONE);

        assertThat(result.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(world.state().read("way-back")).isPresent();
    }

    @Test
    void whatSomebodyMadeSmallerAfterADeploymentWasHaltedHasAllMachinesAgainAfterTheNext() {
        DeploymentResult result = haltedInBake(version("1.5"));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.HALTED);
        Environment live = world.live().orElseThrow();
        assertThat(live.revision().version()).isEqualTo("1.5");
        world.shrinkEnvironmentOf(live.machines().get(0).id());
        assertThat(world.live().orElseThrow().size()).isEqualTo(1);

        deploy(world.anotherController(), version("1.6"), FaultInjector.NONE).orElseThrow();

        assertThat(world.live().orElseThrow().size()).isEqualTo(2);
        assertThat(world.environments()).hasSize(1);
    }

    /** One that stood still while it wrote down where to go back to, and wrote it when others had gone on. */
    @Test
    void aWayBackThatWasWrittenLateDoesNotStandForTheOneOfALaterDeployment() {
        world.platform().onTakeover(() -> {
            world.pass(Duration.ofMinutes(2));
            Deployer next = Deployer.silently(world.anotherController()).as("the next");
            next.recover();
            next.deploy(version("1.5")).orElseThrow();
        });
        deploy(
                world.platform(),
                version("1.3").onFailure(halt()),
                (call, operation, subject) -> operation == Operation.CREATE_STATE && subject.equals("way-back")
                        ? Fault.TAKEN_OVER
                        : Fault.NONE);
        assertThat(world.state().read("way-back")).as("written late").isPresent();

        DeploymentResult halted = haltedInBake(version("1.6"));

        assertThat(halted.outcome()).as(halted.timeline()).isEqualTo(Outcome.HALTED);
        assertThat(world.state().read("way-back").orElseThrow().document().text())
                .contains("orders-2-1");
        deploy(world.anotherController(), version("1.3"), FaultInjector.NONE);
        assertThat(world.live().orElseThrow().revision().version()).isEqualTo("1.6");
        assertThat(world.environments())
                .extracting(environment -> environment.revision().version())
                .as("the last that was proven is kept until a later one is")
                .contains("1.5");
    }

    @Test
    void whatCouldNeitherBeToldNorWrittenDownTheNextControllerTells() {
        deploy(world.platform(), version("1.3"), (call, operation, subject) -> {
            boolean telling = operation == Operation.DELIVER
                    || (operation == Operation.CREATE_STATE
                            && subject.toString().startsWith("outbox/"));
            return telling ? Fault.FAILS : Fault.NONE;
        });
        assertThat(world.notifications()).isEmpty();

        Deployer next = Deployer.silently(world.anotherController()).as("the next");
        next.recover();

        assertThat(world.notifications())
                .singleElement()
                .satisfies(told -> assertThat(told.outcome()).contains(Outcome.ROLLED_BACK));
        assertThat(next.history()).hasSize(1);
    }
}
