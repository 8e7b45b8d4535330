package dev.viridian.local.haproxy;

import static dev.viridian.local.haproxy.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.EnvironmentName;
import dev.viridian.local.haproxy.KeptAliveClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainingTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-1");
    private static final EnvironmentName GREEN = new EnvironmentName("orders-2");

    private RunningHaproxy haproxy;
    private HaproxyRouter router;
    private TestMachine blue;
    private TestMachine green;

    @BeforeEach
    void start() throws IOException {
        haproxy = RunningHaproxy.start();
        router = HaproxyRouter.connect(haproxy.configuration());
        blue = TestMachine.named("blue");
        green = TestMachine.named("green");
        router.machines(BLUE, List.of(blue.address()));
        router.machines(GREEN, List.of(green.address()));
        router.route(Map.of(BLUE, 1));
    }

    @AfterEach
    void end() throws IOException {
        if (haproxy != null) {
            haproxy.close();
            router.close();
            blue.close();
            green.close();
        }
    }

    @Test
    void aLongRequestIsFinishedByTheOldSideAndCountedUntilThen() throws IOException {
        CompletableFuture<Answer> first = Beside.slowly(haproxy);
        CompletableFuture<Answer> second = Beside.slowly(haproxy);
        eventually("both requests are with blue", () -> blue.waiting() == 2);
        assertThat(router.inFlight(BLUE)).isEqualTo(2);

        router.route(Map.of(GREEN, 1));

        assertThat(KeptAliveClient.once(haproxy.port(), "/").body()).isEqualTo("green");
        assertThat(router.inFlight(BLUE)).isEqualTo(2);
        blue.goOn();
        assertThat(first.join().body()).isEqualTo("blue");
        assertThat(second.join().body()).isEqualTo("blue");
        eventually("nothing is in flight to blue", () -> router.inFlight(BLUE) == 0);
    }

    @Test
    void anIdleUserIsNotInFlight() throws IOException {
        try (KeptAliveClient client = new KeptAliveClient(haproxy.port())) {
            assertThat(client.get("/").body()).isEqualTo("blue");
            eventually("nothing is in flight to blue", () -> router.inFlight(BLUE) == 0);
        }
    }

    @Test
    void anUpgradedConnectionOutlivesTheSwitchAndIsInFlightUntilItIsClosed() throws IOException {
        try (KeptAliveClient client = new KeptAliveClient(haproxy.port())) {
            assertThat(client.upgrade().status()).isEqualTo(101);
            router.route(Map.of(GREEN, 1));

            client.send("still there?");
            assertThat(client.receive(12)).isEqualTo("still there?");
            assertThat(router.inFlight(BLUE)).isEqualTo(1);
        }
        eventually("nothing is in flight to blue", () -> router.inFlight(BLUE) == 0);
    }

    @Test
    void cutsWhatIsInFlightToOneEnvironmentAndSaysHowMany() throws IOException {
        CompletableFuture<Answer> request = Beside.slowly(haproxy);
        eventually("the request is with blue", () -> blue.waiting() == 1);
        try (KeptAliveClient toBlue = new KeptAliveClient(haproxy.port());
                KeptAliveClient toGreen = new KeptAliveClient(haproxy.port())) {
            assertThat(toBlue.upgrade().status()).isEqualTo(101);
            router.route(Map.of(GREEN, 1));
            assertThat(toGreen.upgrade().status()).isEqualTo(101);

            assertThat(router.cut(BLUE)).isEqualTo(2);

            assertThat(router.inFlight(BLUE)).isZero();
            assertThat(toBlue.receive(1)).isEmpty();
            assertThat(router.inFlight(GREEN)).isEqualTo(1);
            assertThat(request.join().status()).isEqualTo(503);
            assertThat(blue.waiting()).isEqualTo(1);
        }
    }

    @Test
    void cutsNothingWhereNothingIsInFlight() {
        assertThat(router.cut(GREEN)).isZero();
        assertThat(router.cut(new EnvironmentName("unheard-of"))).isZero();
        assertThat(router.inFlight(new EnvironmentName("unheard-of"))).isZero();
    }

    @Test
    void anEnvironmentThatWasReleasedCanBeRoutedToAgain() throws IOException {
        router.route(Map.of(GREEN, 1));
        router.release(BLUE);

        router.route(Map.of(BLUE, 1));

        assertThat(KeptAliveClient.once(haproxy.port(), "/").body()).isEqualTo("blue");
    }

    @Test
    void whatIsInFlightKeepsTheSlotOfAnEnvironmentThatWasTakenOut() {
        CompletableFuture<Answer> request = Beside.slowly(haproxy);
        eventually("the request is with blue", () -> blue.waiting() == 1);
        router.route(Map.of(GREEN, 1));
        router.machines(BLUE, List.of());
        assertThat(router.inFlight(BLUE)).isEqualTo(1);

        router.machines(new EnvironmentName("orders-3"), List.of(green.address()));
        assertThatThrownBy(() -> router.machines(new EnvironmentName("orders-4"), List.of(green.address())))
                .hasMessageContaining("no free slot");

        assertThat(router.inFlight(BLUE)).isEqualTo(1);
        blue.goOn();
        assertThat(request.join().body()).isEqualTo("blue");
        eventually("nothing is in flight to blue", () -> router.inFlight(BLUE) == 0);
        router.machines(new EnvironmentName("orders-4"), List.of(green.address()));
    }

    @Test
    void anIdempotentRequestIsRepeatedWhenTheMachineHangsUp() throws IOException {
        assertThat(KeptAliveClient.once(haproxy.port(), "/hang-up").body()).isEqualTo("blue");
    }

    @Test
    void aRequestThatIsNotIdempotentIsNeverRepeated() throws IOException {
        try (KeptAliveClient client = new KeptAliveClient(haproxy.port())) {
            assertThat(client.post("/hang-up", "an order").status()).isEqualTo(502);
        }
        assertThat(blue.requests()).isZero();
    }
}
