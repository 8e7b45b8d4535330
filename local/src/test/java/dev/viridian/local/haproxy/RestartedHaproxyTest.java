package dev.viridian.local.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HAProxy is restarted right before each of the commands that it is given, one after the other. */
class RestartedHaproxyTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-1");
    private static final EnvironmentName GREEN = new EnvironmentName("orders-2");
    private static final Set<InetSocketAddress> GREENS = Set.of(machine(20_002), machine(20_003));

    private RunningHaproxy haproxy;
    private RestartingRelay relay;
    private HaproxyRouter router;

    @BeforeEach
    void start() throws IOException {
        haproxy = RunningHaproxy.start();
        relay = RestartingRelay.before(haproxy);
        router = HaproxyRouter.connect(haproxy.configuration().socket(relay.socket()));
        router.machines(BLUE, List.of(machine(20_001)));
        router.route(Map.of(BLUE, 1));
    }

    @AfterEach
    void end() throws IOException {
        if (relay != null) {
            relay.close();
        }
        if (haproxy != null) {
            haproxy.close();
        }
    }

    private static InetSocketAddress machine(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void machinesThatWereGivenAreThereOrAreToBeGivenAgain() throws IOException {
        for (int commands = 0; isRestartedAfter(commands, this::giveMachines); commands++) {
            assertThat(ready(GREEN)).as("after %s commands", commands).isEqualTo(GREENS);
            haproxy.restart();
            assertThat(ready(GREEN))
                    .as("after %s commands, and again", commands)
                    .isEqualTo(GREENS);
            router.machines(GREEN, List.of());
        }
    }

    @Test
    void theRouteThatWasSetIsThereOrIsToBeSetAgain() throws IOException {
        giveMachines();
        for (int commands = 0; isRestartedAfter(commands, () -> router.route(Map.of(GREEN, 1))); commands++) {
            assertThat(router.observed()).as("after %s commands", commands).isEqualTo(Map.of(GREEN, 1));
            haproxy.restart();
            assertThat(router.observed())
                    .as("after %s commands, and again", commands)
                    .isEqualTo(Map.of(GREEN, 1));
            router.route(Map.of(BLUE, 1));
        }
    }

    @Test
    void anEnvironmentThatWasTakenOutIsGoneOrIsToBeTakenOutAgain() throws IOException {
        giveMachines();
        for (int commands = 0; isRestartedAfter(commands, () -> router.machines(GREEN, List.of())); commands++) {
            assertThat(ready(GREEN)).as("after %s commands", commands).isEmpty();
            haproxy.restart();
            assertThat(ready(GREEN))
                    .as("after %s commands, and again", commands)
                    .isEmpty();
            giveMachines();
        }
    }

    private void giveMachines() {
        router.machines(GREEN, List.copyOf(GREENS));
    }

    /** Tells it once, and again where it is said that this may go well another time; whether HAProxy was restarted meanwhile. */
    private boolean isRestartedAfter(int commands, Runnable telling) {
        relay.restartAfter(commands);
        try {
            telling.run();
        } catch (UncheckedIOException passing) {
            assertThat(relay.hasRestarted()).as(passing.toString()).isTrue();
            telling.run();
            return true;
        }
        return relay.hasRestarted();
    }

    private Set<InetSocketAddress> ready(EnvironmentName environment) {
        RuntimeSocket socket = new RuntimeSocket(haproxy.configuration().socket());
        int slot = new RouteMap(socket, haproxy.configuration())
                .read()
                .slotOf(environment)
                .orElseThrow();
        return new Slot(socket, haproxy.configuration().backend(slot)).ready();
    }
}
