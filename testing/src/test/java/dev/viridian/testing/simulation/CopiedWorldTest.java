package dev.viridian.testing.simulation;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.MachineId;
import dev.viridian.engine.Deployer;
import dev.viridian.engine.Recovery;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A copy of a world goes its own way, and so does the world that it was made of. */
class CopiedWorldTest {
    private static final Simulation SIMULATION =
            Simulation.of("orders").deployedBefore("1.1").live("1.2", 2);

    private static Deployment release(String version) {
        return Deployment.blueGreen()
                .artifact("s3://releases/orders/" + version + "/orders.tar.gz")
                .healthCheck(http("/health"))
                .keepWarm(Duration.ZERO);
    }

    private static void deploy(SimulatedPlatform platform, String version) {
        Deployer.silently(platform).deploy(release(version)).orElseThrow();
    }

    private static String live(SimulatedWorld world) {
        return world.live().orElseThrow().revision().version();
    }

    @Test
    void eachIsDeployedTo() {
        SimulatedWorld world = SIMULATION.open();
        deploy(world.platform(), "1.3");

        SimulatedWorld copy = world.copy();
        deploy(copy.anotherController(), "1.4");
        Deployer.silently(world.anotherController()).rollBack(release("1.3")).orElseThrow();

        assertThat(live(copy)).isEqualTo("1.4");
        assertThat(live(world)).isEqualTo("1.2");
        assertThat(copy.notifications()).hasSize(2);
        assertThat(copy.violations()).isEmpty();
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void whatBefallsAMachineOfTheOneIsNotSeenInTheOther() {
        SimulatedWorld world = SIMULATION.open();
        SimulatedWorld copy = world.copy();
        MachineId machine = world.environments().get(0).machines().get(0).id();

        copy.end(machine);

        assertThat(copy.traffic()).last().extracting(TrafficMoment::capacity).isEqualTo(1);
        assertThat(world.traffic())
                .allSatisfy(moment -> assertThat(moment.capacity()).isEqualTo(2));
    }

    @Test
    void whatIsDueHappensInBoth() {
        SimulatedWorld world = SIMULATION
                .everyMachine("1.3", Fate.endsAfter(Duration.ofHours(1)))
                .open();
        deploy(world.platform(), "1.3");
        SimulatedWorld copy = world.copy();

        world.pass(Duration.ofHours(2));
        assertThat(copy.traffic()).last().extracting(TrafficMoment::answered).isEqualTo(1.0);
        copy.pass(Duration.ofHours(2));

        assertThat(copy.traffic()).isEqualTo(world.traffic());
        assertThat(copy.traffic()).last().extracting(TrafficMoment::answered).isEqualTo(0.0);
    }

    @Test
    void aScriptGoesOnInEachFromWhereItWas() {
        SimulatedWorld world = SIMULATION
                .answering("/health", Answer.well("first"), Answer.well("second"), Answer.sick("third"))
                .open();
        SimulatedProbes probes = new SimulatedProbes(world);
        var machine = world.environments().get(0).machines().get(0);
        probes.ask(http("/health").probe(), machine);

        SimulatedProbes ofCopy = new SimulatedProbes(world.copy());

        assertThat(ofCopy.ask(http("/health").probe(), machine).text()).isEqualTo("second");
        assertThat(ofCopy.ask(http("/health").probe(), machine).text()).isEqualTo("third");
        assertThat(probes.ask(http("/health").probe(), machine).text()).isEqualTo("second");
    }

    @Test
    void aControllerThatIsKilledInTheCopyGoesOnInTheWorldItself() {
        SimulatedWorld world = SIMULATION.open();
        SimulatedWorld[] copies = new SimulatedWorld[1];
        world.platform().inject((call, operation, subject) -> {
            if (operation == Operation.ROUTE) {
                copies[0] = world.platform().worldIfKilled().orElseThrow();
            }
            return Fault.NONE;
        });

        deploy(world.platform(), "1.3");
        assertThat(live(copies[0])).isEqualTo("1.2");
        Recovery recovery = Deployer.silently(copies[0].anotherController()).recover();

        assertThat(live(world)).isEqualTo("1.3");
        assertThat(recovery).isInstanceOf(Recovery.Settled.class);
        assertThat(live(copies[0])).isEqualTo("1.2");
        assertThatThrownBy(() -> deploy(copies[0].platform(), "1.3")).isInstanceOf(ControllerKilled.class);
    }

    @Test
    void whatIsBoundToTheWorldItselfIsNotCopied() {
        SimulatedWorld world = SIMULATION.open();
        Optional<Runnable> nothing = Optional.empty();
        world.after(Duration.ofMinutes(1), () -> nothing.ifPresent(Runnable::run));

        assertThatThrownBy(world::copy)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("simulated world of orders", "due by after(…)", "when that is over");
        assertThat(world.platform().worldIfKilled()).isEmpty();

        world.pass(Duration.ofMinutes(2));
        assertThat(world.copy().elapsed()).isEqualTo(Duration.ofMinutes(2));
    }
}
