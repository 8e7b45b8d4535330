package dev.viridian.local.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An HAProxy that had read its files when something was changed, and takes over when all of the change was told to its predecessor. */
class ReloadedHaproxyTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-1");
    private static final EnvironmentName GREEN = new EnvironmentName("orders-2");
    private static final EnvironmentName NEXT = new EnvironmentName("orders-3");
    private static final EnvironmentName LAST = new EnvironmentName("orders-4");

    private RunningHaproxy haproxy;
    private HaproxyRouter router;

    @BeforeEach
    void start() throws IOException {
        haproxy = RunningHaproxy.start();
        router = HaproxyRouter.connect(haproxy.configuration());
        router.machines(BLUE, List.of(machine(20_001)));
        router.machines(GREEN, List.of(machine(20_002)));
        router.route(Map.of(BLUE, 1));
    }

    @AfterEach
    void end() throws IOException {
        if (haproxy != null) {
            haproxy.close();
        }
    }

    private static InetSocketAddress machine(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void isToldTheRouteAgainByWhoeverLooks() throws IOException {
        haproxy.reloadAround(() -> router.route(Map.of(GREEN, 1)));
        assertThat(split().weight(slotOf(BLUE))).as("what it goes by").isEqualTo(1);

        assertThat(router.observed()).isEqualTo(Map.of(GREEN, 1));

        assertThat(split().weight(slotOf(BLUE))).isZero();
        assertThat(split().weight(slotOf(GREEN))).isEqualTo(1);
        haproxy.restart();
        assertThat(router.observed()).isEqualTo(Map.of(GREEN, 1));
    }

    @Test
    void isToldTheMachinesAgainBeforeAnythingElse() throws IOException {
        haproxy.reloadAround(() -> router.machines(GREEN, List.of(machine(20_003), machine(20_004))));

        HaproxyRouter.connect(haproxy.configuration()).route(Map.of(BLUE, 1, GREEN, 1));

        assertThat(ready(GREEN)).isEqualTo(Set.of(machine(20_003), machine(20_004)));
        assertThat(router.observed()).isEqualTo(Map.of(BLUE, 1, GREEN, 1));
    }

    @Test
    void sendsNobodyToWhatWasRetiredMeanwhile() throws IOException {
        haproxy.reloadAround(() -> {
            router.route(Map.of(GREEN, 1));
            router.release(BLUE);
            router.machines(BLUE, List.of());
            router.machines(NEXT, List.of(machine(20_005)));
            router.machines(LAST, List.of(machine(20_006)));
            router.release(NEXT);
        });

        router.machines(BLUE, List.of());

        assertThat(router.observed()).isEqualTo(Map.of(GREEN, 1));
        assertThat(ready(LAST)).isEqualTo(Set.of(machine(20_006)));
        assertThat(ready(NEXT)).as("what it was told to open nothing to").isEmpty();
    }

    @Test
    void keepsWhatAPersonHasSetByHand() throws IOException {
        haproxy.reloadAround(() -> router.route(Map.of(GREEN, 1)));
        assertThat(router.observed()).isEqualTo(Map.of(GREEN, 1));

        socket().ask("set map " + haproxy.configuration().map() + " split 0");

        assertThat(router.observed()).isEmpty();
        assertThat(router.observed()).isEmpty();
    }

    private RuntimeSocket socket() {
        return new RuntimeSocket(haproxy.configuration().socket());
    }

    private RouteMap.Content known() {
        return new RouteMap(socket(), haproxy.configuration()).read();
    }

    private Split split() {
        return known().split();
    }

    private int slotOf(EnvironmentName environment) {
        return known().slotOf(environment).orElseThrow();
    }

    private Set<InetSocketAddress> ready(EnvironmentName environment) {
        return new Slot(socket(), haproxy.configuration().backend(slotOf(environment))).ready();
    }
}
