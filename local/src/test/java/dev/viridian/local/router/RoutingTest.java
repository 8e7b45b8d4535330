package dev.viridian.local.router;

import static dev.viridian.local.router.Rig.BLUE;
import static dev.viridian.local.router.Rig.GREEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.viridian.EnvironmentName;
import dev.viridian.local.router.Client.Reply;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private final Rig rig = new Rig();
    private final Router router = rig.router;

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void routesEachRequestOfAKeptConnectionByItself() throws Exception {
        rig.machine(BLUE, Backend.of("1.0"));
        rig.machine(GREEN, Backend.of("1.1"));
        router.route(Map.of(BLUE, 1));

        try (Client client = Client.of(router)) {
            for (int i = 0; i < 100; i++) {
                router.route(Map.of(GREEN, 1));
                assertThat(client.get("/").revision()).isEqualTo("1.1");
                router.route(Map.of(BLUE, 1));
                assertThat(client.get("/").revision()).isEqualTo("1.0");
            }
        }
        assertThat(router.observed()).isEqualTo(new TreeMap<>(Map.of(BLUE, 1)));
    }

    @Test
    void saysThatNothingIsLiveUntilARouteIsSetAndWhenItIsTakenAway() throws Exception {
        Reply before = Client.get(router, "/");
        rig.live(Backend.of("1.0"));
        int live = Client.get(router, "/").status();
        router.route(Map.of());
        Reply after = Client.get(router, "/");

        assertThat(before.status()).isEqualTo(503);
        assertThat(before.text()).contains("Nothing is live");
        assertThat(live).isEqualTo(200);
        assertThat(after.status()).isEqualTo(503);
        assertThat(router.observed()).isEmpty();
    }

    @Test
    void refusesARouteToAnEnvironmentWithoutMachinesAndKeepsTheOneItHas() {
        rig.live(Backend.of("1.0"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> router.route(Map.of(GREEN, 1)))
                .withMessageContaining("Cannot route to green")
                .withMessageContaining("stays {blue=1}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> router.route(Map.of(BLUE, -1)))
                .withMessageContaining("weight -1");
        assertThat(router.observed()).isEqualTo(new TreeMap<>(Map.of(BLUE, 1)));
    }

    @Test
    void dividesRequestsByWeight() throws Exception {
        rig.machine(BLUE, Backend.of("1.0"));
        rig.machine(GREEN, Backend.of("1.1"));
        router.route(Map.of(BLUE, 3, GREEN, 1));

        int green = 0;
        try (Client client = Client.of(router)) {
            for (int i = 0; i < 2000; i++) {
                green += client.get("/").revision().equals("1.1") ? 1 : 0;
            }
        }

        // The standard deviation is 19 requests: this fails by chance once in a hundred million runs.
        assertThat(green).isBetween(385, 615);
    }

    @Test
    void givesAnEnvironmentWithoutMachinesNothingWhileAnotherHasSome() throws Exception {
        rig.machine(BLUE, Backend.of("1.0"));
        rig.machine(GREEN, Backend.of("1.1"));
        router.route(Map.of(BLUE, 1, GREEN, 1));
        router.machines(BLUE, List.of());

        try (Client client = Client.of(router)) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/").revision()).isEqualTo("1.1");
            }
        }
    }

    @Test
    void givesMachinesTheirTurns() throws Exception {
        Backend one = rig.closing(Backend.of("one"));
        Backend two = rig.closing(Backend.of("two"));
        router.machines(BLUE, List.of(one.address(), two.address()));
        router.route(Map.of(BLUE, 1));

        try (Client client = Client.of(router)) {
            for (int i = 0; i < 20; i++) {
                client.get("/");
            }
        }

        assertThat(one.requests()).isEqualTo(10);
        assertThat(two.requests()).isEqualTo(10);
    }

    @Test
    void givesTheRequestOfAMachineThatRefusesToAnotherWhateverTheMethod() throws Exception {
        Backend well = rig.closing(Backend.of("1.0"));
        router.machines(BLUE, List.of(rig.refusing(), well.address(), rig.refusing()));
        router.route(Map.of(BLUE, 1));

        try (Client client = Client.of(router)) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.post("/", "four").status()).isEqualTo(200);
                assertThat(client.get("/").status()).isEqualTo(200);
            }
        }
        assertThat(well.requests()).isEqualTo(20);
    }

    @Test
    void namesTheEnvironmentOfWhichAllMachinesRefuse() throws Exception {
        router.machines(BLUE, List.of(rig.refusing(), rig.refusing()));
        router.route(Map.of(BLUE, 1));

        Reply reply = Client.get(router, "/");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Content-Type")).startsWith("text/plain");
        assertThat(reply.text()).contains("No machine of environment blue accepts connections; tried 2");
    }

    @Test
    void takesAMachineBackSoonAfterItRefused() throws Exception {
        InetSocketAddress address = rig.refusing();
        router.machines(BLUE, List.of(address));
        router.route(Map.of(BLUE, 1));
        assertThat(Client.get(router, "/").status()).isEqualTo(503);

        router.machines(BLUE, List.of(rig.closing(Backend.of("1.0")).address(), address));

        assertThat(Client.get(router, "/").status()).isEqualTo(200);
    }

    @Test
    void countsTheRequestsOfEachEnvironment() throws Exception {
        rig.machine(BLUE, Backend.of("1.0"));
        rig.machine(GREEN, Backend.of("1.1"));
        router.route(Map.of(BLUE, 1));
        for (int i = 0; i < 5; i++) {
            Client.get(router, "/");
        }
        router.route(Map.of(GREEN, 1));
        long switched = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            Client.get(router, "/");
        }

        assertThat(router.requests(BLUE, Duration.ofDays(1))).isEqualTo(5);
        assertThat(router.requests(GREEN, Duration.ofNanos(System.nanoTime() - switched)))
                .isEqualTo(3);
        assertThat(router.requests(new EnvironmentName("unheard-of"), Duration.ofDays(1)))
                .isZero();
    }
}
