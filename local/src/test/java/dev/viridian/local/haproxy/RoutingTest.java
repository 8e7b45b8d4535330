package dev.viridian.local.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.EnvironmentName;
import dev.viridian.local.haproxy.KeptAliveClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-1");
    private static final EnvironmentName GREEN = new EnvironmentName("orders-2");
    private static final Answer FROM_BLUE = new Answer(200, "blue");
    private static final Answer FROM_GREEN = new Answer(200, "green");

    private RunningHaproxy haproxy;
    private HaproxyRouter router;
    private TestMachine blue;
    private TestMachine green;

    @BeforeEach
    void start() throws IOException {
        haproxy = RunningHaproxy.start();
        router = HaproxyRouter.connect(haproxy.configuration());
        blue = TestMachine.thatClosesIdleConnections("blue", Duration.ofMillis(4));
        green = TestMachine.thatClosesIdleConnections("green", Duration.ofMillis(4));
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
    void answersThatNothingIsLiveUntilSomethingIsRouted() throws IOException {
        router.machines(BLUE, List.of(blue.address()));

        assertThat(ask().status()).isEqualTo(503);
        assertThat(router.observed()).isEmpty();

        router.route(Map.of(BLUE, 100));
        assertThat(ask()).isEqualTo(FROM_BLUE);
        assertThat(router.observed()).containsExactly(Map.entry(BLUE, 100));

        router.route(Map.of());
        assertThat(ask().status()).isEqualTo(503);
        assertThat(router.observed()).isEmpty();
    }

    @Test
    void switchesUnderLoadWithoutLosingOrMisroutingARequest() {
        router.machines(BLUE, List.of(blue.address()));
        router.machines(GREEN, List.of(green.address()));
        router.route(Map.of(BLUE, 1));

        try (Load load = new Load(haproxy.port(), 16, "blue")) {
            for (int round = 0; round < 20 && load.wrong().isEmpty(); round++) {
                load.switchTo("green", () -> router.route(Map.of(GREEN, 1)));
                load.awaitAnswers(200);
                load.switchTo("blue", () -> router.route(Map.of(BLUE, 1)));
                load.awaitAnswers(200);
            }
            assertThat(load.wrong()).isEmpty();
            assertThat(load.answered()).isGreaterThanOrEqualTo(8_000);
        }
    }

    @Test
    void replacesTheMachinesOfTheLiveEnvironmentUnderLoad() throws IOException {
        try (TestMachine other = TestMachine.thatClosesIdleConnections("blue", Duration.ofMillis(4))) {
            router.machines(BLUE, List.of(blue.address()));
            router.route(Map.of(BLUE, 1));

            try (Load load = new Load(haproxy.port(), 16, "blue")) {
                for (int round = 0; round < 10 && load.wrong().isEmpty(); round++) {
                    router.machines(BLUE, List.of(other.address()));
                    load.awaitAnswers(100);
                    router.machines(BLUE, List.of(blue.address(), other.address()));
                    load.awaitAnswers(100);
                    router.machines(BLUE, List.of(blue.address()));
                    load.awaitAnswers(100);
                }
                assertThat(load.wrong()).isEmpty();
            }
            assertThat(other.requests()).isPositive();
        }
    }

    @Test
    void dividesRequestsByTheWeightsAndReadsThemBackAsTheyWereGiven() throws IOException {
        router.machines(BLUE, List.of(blue.address()));
        router.machines(GREEN, List.of(green.address()));
        router.route(Map.of(BLUE, 3, GREEN, 1));

        int byBlue = 0;
        for (int request = 0; request < 400; request++) {
            byBlue += ask().equals(FROM_BLUE) ? 1 : 0;
        }

        assertThat(byBlue).isBetween(220, 380);
        assertThat(router.observed()).containsExactly(Map.entry(BLUE, 3), Map.entry(GREEN, 1));
    }

    @Test
    void anEnvironmentTakenOutLeavesItsShareToTheOthers() throws IOException {
        router.machines(BLUE, List.of(blue.address()));
        router.machines(GREEN, List.of(green.address()));
        router.route(Map.of(BLUE, 1, GREEN, 1));

        router.machines(BLUE, List.of());

        assertThat(router.observed()).containsExactly(Map.entry(GREEN, 1));
        for (int request = 0; request < 20; request++) {
            assertThat(ask()).isEqualTo(FROM_GREEN);
        }
    }

    @Test
    void refusesToRouteToAnEnvironmentWithoutMachines() {
        assertThatThrownBy(() -> router.route(Map.of(BLUE, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("orders-1")
                .hasMessageContaining("Give it machines first");
    }

    @Test
    void saysWhichEnvironmentsHoldTheSlotsWhenNoneIsFree() {
        for (int number = 1; number <= 3; number++) {
            router.machines(new EnvironmentName("held-" + number), List.of(blue.address()));
        }

        assertThatThrownBy(() -> router.machines(GREEN, List.of(green.address())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no free slot for orders-2")
                .hasMessageContaining("[held-1, held-2, held-3]")
                .hasMessageContaining("slots(4)");
    }

    @Test
    void givesTheSlotOfAnEnvironmentThatWasTakenOutToAnother() throws IOException {
        for (int number = 1; number <= 8; number++) {
            EnvironmentName each = new EnvironmentName("orders-" + number);
            router.machines(each, List.of(green.address()));
            router.route(Map.of(each, 1));
            assertThat(ask()).isEqualTo(FROM_GREEN);
            router.machines(each, List.of());
        }
        assertThat(router.observed()).isEmpty();
    }

    @Test
    void refusesMoreMachinesThanASlotHasServers() {
        List<InetSocketAddress> five = IntStream.range(20_001, 20_006)
                .mapToObj(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .toList();

        assertThatThrownBy(() -> router.machines(BLUE, five))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5")
                .hasMessageContaining("4 servers each");
    }

    @Test
    void aRouterMadeLaterReadsBackWhatAnEarlierOneRouted() {
        router.machines(BLUE, List.of(blue.address()));
        router.machines(GREEN, List.of(green.address()));
        router.route(Map.of(GREEN, 7));
        router.close();

        try (HaproxyRouter later = HaproxyRouter.connect(haproxy.configuration())) {
            assertThat(later.observed()).containsExactly(Map.entry(GREEN, 7));
            later.route(Map.of(BLUE, 5));
            assertThat(router.observed()).containsExactly(Map.entry(BLUE, 5));
        }
    }

    @Test
    void whatWasRoutedIsThereAgainAfterHaproxyWasRestarted() throws IOException {
        router.machines(BLUE, List.of(blue.address()));
        router.machines(GREEN, List.of(green.address()));
        router.route(Map.of(GREEN, 100));

        haproxy.restart();

        assertThat(router.observed()).containsExactly(Map.entry(GREEN, 100));
        assertThat(ask()).isEqualTo(FROM_GREEN);
    }

    @Test
    void observesThatNothingIsRoutedAfterARestartThatForgotTheRoute() throws IOException {
        router.machines(BLUE, List.of(blue.address()));
        router.route(Map.of(BLUE, 100));

        haproxy.forget();
        haproxy.restart();

        assertThat(router.observed()).isEmpty();
        assertThat(ask().status()).isEqualTo(503);
        router.machines(BLUE, List.of(blue.address()));
        router.route(Map.of(BLUE, 100));
        assertThat(ask()).isEqualTo(FROM_BLUE);
    }

    @Test
    void doesNotTakeAnEnvironmentForLiveWhoseMachinesWereForgotten() throws IOException {
        router.machines(BLUE, List.of(blue.address()));
        router.route(Map.of(BLUE, 100));

        haproxy.forgetMachines();
        haproxy.restart();

        assertThat(ask().status()).isEqualTo(503);
        assertThat(router.observed()).isEmpty();
    }

    @Test
    void doesNotGiveACandidateTheSlotAndSoTheTrafficOfALiveEnvironmentWhoseMachinesWereForgotten() throws IOException {
        router.machines(BLUE, List.of(blue.address()));
        router.route(Map.of(BLUE, 100));
        haproxy.forgetMachines();
        haproxy.restart();

        for (String candidate : List.of("candidate-1", "candidate-2")) {
            router.machines(new EnvironmentName(candidate), List.of(green.address()));
        }

        assertThat(ask().status()).isEqualTo(503);
        assertThat(router.observed()).isEmpty();
        router.machines(BLUE, List.of(blue.address()));
        assertThat(ask()).isEqualTo(FROM_BLUE);
    }

    private Answer ask() throws IOException {
        return KeptAliveClient.once(haproxy.port(), "/");
    }
}
