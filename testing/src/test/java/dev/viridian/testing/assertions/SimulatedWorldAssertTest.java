package dev.viridian.testing.assertions;

import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.Rule;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SimulatedWorldAssertTest {
    private final SimulatedWorld world = Said.WORLD.open();

    private static String said(ThrowingCallable failing) {
        return Said.by(failing, "What happened:");
    }

    private void endLiveMachines(int machines) {
        world.live().orElseThrow().machines().subList(0, machines).forEach(machine -> world.end(machine.id()));
    }

    @Test
    void afterADeploymentAllIsWell() {
        Said.deployed(world, Said.ORDERS.keepWarm(Duration.ZERO));

        assertThat(world)
                .isLive("1.3", 2)
                .leftNothingBehind()
                .trafficNeverDropped()
                .capacityNeverBelow(2)
                .trafficWasSwitched(1)
                .holdsEveryRule()
                .holds(Rule.NO_TRAFFIC_IS_DROPPED)
                .tookLessThan(Duration.ofMinutes(5))
                .notified()
                .toldOnce(Outcome.DEPLOYED);
    }

    @Test
    void saysWhatIsLive() {
        assertThat(said(() -> assertThat(world).isLive("1.3")))
                .isEqualTo("Expected that 1.3 is live\n but it has traffic going orders-0-1 100 %, live is 1.2");
        assertThat(said(() -> assertThat(world).isLive("1.2", 3)))
                .isEqualTo("Expected that 1.2 is live on 3 machines\n but it has 2 that serve");
        assertThat(said(() -> assertThat(Simulation.of("orders").open()).isLive("1.3")))
                .isEqualTo("Expected that 1.3 is live\n but it has traffic going nowhere, live is nothing");
    }

    @Test
    void namesWhatIsLeft() {
        world.reroute(TrafficSplit.nowhere());

        assertThat(said(() -> assertThat(world).leftNothingBehind())).isEqualTo("""
                        Expected that nothing is left behind
                         but it still has
                          - orders-0-1 running 1.2 (sha256 19380e191938) on 2 of 2 machines
                        """);
    }

    @Test
    void saysFromWhenUntilWhenTrafficWasDropped() {
        world.pass(Duration.ofSeconds(90));
        world.reroute(TrafficSplit.nowhere());
        world.pass(Duration.ofMillis(500));
        world.reroute(TrafficSplit.allTo(world.environments().get(0).name()));
        world.pass(Duration.ofSeconds(1));

        assertThat(said(() -> assertThat(world).trafficNeverDropped())).isEqualTo("""
                        Expected that every request was answered
                         but it dropped some
                          - from 0:01:30.000 until 0:01:30.500: 0 % answered, 0 machines serve, traffic goes nowhere
                        """);
        assertThat(said(() -> assertThat(world).trafficWasSwitched(1)))
                .isEqualTo("Expected that traffic was switched 1 time\n but it was switched 2 times");
    }

    @Test
    void whatLastsNoTimeDropsNothing() {
        world.reroute(TrafficSplit.nowhere());
        world.reroute(TrafficSplit.allTo(world.environments().get(0).name()));

        assertThat(world).trafficNeverDropped();
    }

    @Test
    void whereNothingWasLiveYetNothingIsDropped() {
        SimulatedWorld empty = Simulation.of("orders").open();
        empty.pass(Duration.ofSeconds(1));

        Said.deployed(empty, Said.ORDERS.keepWarm(Duration.ZERO));

        assertThat(empty).isLive("1.3", 1).trafficNeverDropped().capacityNeverBelow(1);
    }

    @Test
    void saysWhenCapacityWasLow() {
        world.pass(Duration.ofSeconds(1));
        endLiveMachines(1);
        world.pass(Duration.ofSeconds(1));
        assertThat(world).trafficNeverDropped().capacityNeverBelow(1);

        assertThat(said(() -> assertThat(world).capacityNeverBelow(2)))
                .isEqualTo("Expected that never fewer than 2 machines served\n but it had fewer\n"
                        + "  - from 0:00:01.000 until 0:00:02.000: 100 % answered, 1 machines serve, traffic goes"
                        + " orders-0-1 100 %\n");
    }

    @Test
    void namesTheRuleThatBroke() {
        world.reroute(TrafficSplit.nowhere());
        String found =
                " but it was broken\n  - rule 3, no traffic is dropped: traffic goes nowhere, although orders-0-1 was"
                        + " live.\n";

        assertThat(said(() -> assertThat(world).holdsEveryRule())).isEqualTo("Expected that every rule held\n" + found);
        assertThat(said(() -> assertThat(world).holds(Rule.NO_TRAFFIC_IS_DROPPED)))
                .isEqualTo("Expected that rule 3 held, no traffic is dropped\n" + found);
        assertThat(world).holds(Rule.NO_SECRETS);
    }

    @Test
    void aPlanChangesNothingAndADeploymentDoes() {
        Deployer deployer = Deployer.silently(world.platform()).as("the test");
        deployer.plan(Said.ORDERS);
        assertThat(world).wasNotChanged();

        deployer.deploy(Said.ORDERS);

        assertThat(said(() -> assertThat(world).wasNotChanged()))
                .startsWith("Expected that nothing was changed\n but it was changed by\n  - 1.")
                .contains("create orders-1-1: accepted");
    }

    @Test
    void saysHowMuchTimePassed() {
        world.pass(Duration.ofMinutes(90));

        assertThat(said(() -> assertThat(world).tookLessThan(Duration.ofMinutes(90))))
                .isEqualTo("Expected that less than 1:30:00.000 passed\n but it took 1:30:00.000");
    }

    @Test
    void showsTheTimeline() {
        Said.deployed(Said.WORLD.everyMachine("1.3", Fate.comesUpSick()).open(), Said.ORDERS);

        assertThatThrownBy(() -> assertThat(world).isLive("1.3"))
                .hasMessageEndingWith("\nWhat happened:\n" + world.timeline());
    }
}
