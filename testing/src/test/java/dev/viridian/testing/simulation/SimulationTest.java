package dev.viridian.testing.simulation;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.testing.faults.Faults;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What describes no world, and would leave a test green that tests nothing, is refused where it is said. */
class SimulationTest {
    private static final Duration BEFORE = Duration.ofSeconds(-1);

    private final Simulation orders = Simulation.of("orders");

    @Test
    void refusesToSayWhatBecomesOfAMachineThatThereNeverIs() {
        List<ThrowingCallable> described = List.of(
                () -> orders.machine("1.4", 0, Fate.comesUpSick()), () -> orders.machine(0, Fate.comesUpSick()));

        described.forEach(machine -> assertThatThrownBy(machine)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("What becomes of machine 0? There is none: they are counted from 1."));
    }

    @Test
    void refusesTimesBeforeTheBeginning() {
        List<ThrowingCallable> described = List.of(
                () -> orders.bootTime(BEFORE),
                () -> orders.routerConvergesIn(BEFORE),
                () -> orders.stragglersComeFor(BEFORE),
                () -> orders.longestRequest(BEFORE),
                () -> orders.after(BEFORE, deployer -> {}));

        described.forEach(time -> assertThatThrownBy(time)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of PT-1S? Expected none, or more."));
    }

    @Test
    void refusesAnApplicationThatNoEnvironmentCouldBeNamedAfter() {
        List.of("", "Orders", "orders service", "-orders", "orders-")
                .forEach(name -> assertThatThrownBy(() -> Simulation.of(name))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(
                                "A world of the application '" + name + "'? Expected lower-case letters"));
    }

    @Test
    void refusesToTryFewerThanNoFaults() {
        Faults faults = Faults.of(Deployment.blueGreen()
                .artifact("s3://releases/orders/1.4/it.tar.gz")
                .healthCheck(http("/health")));

        assertThatThrownBy(() -> faults.pairs(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Try -1 pairs of faults? Expected 0 or more.");
        assertThatThrownBy(() -> faults.random(-1, 1))
                .hasMessage("Try -1 runs with random faults? Expected 0 or more.");
    }
}
