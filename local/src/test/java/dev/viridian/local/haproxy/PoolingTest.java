package dev.viridian.local.haproxy;

import static dev.viridian.local.haproxy.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.local.haproxy.KeptAliveClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolingTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-1");
    private static final EnvironmentName GREEN = new EnvironmentName("orders-2");

    private RunningHaproxy haproxy;
    private HaproxyRouter router;
    private TestMachine blue;
    private TestMachine green;

    @BeforeEach
    void start() throws IOException {
        haproxy = RunningHaproxy.start(HaproxyConfiguration::poolingConnections, UnaryOperator.identity());
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
    void releasingClosesThePooledConnections() throws IOException {
        try (KeptAliveClient client = new KeptAliveClient(haproxy.port())) {
            client.get("/");
            assertThat(blue.connections()).isPositive();
            router.route(Map.of(GREEN, 1));

            router.release(BLUE);

            eventually("blue has no connections", () -> blue.connections() == 0);
            assertThat(client.get("/").body()).isEqualTo("green");
        }
    }

    @Test
    void releasingAgainClosesAConnectionThatWasInUseTheFirstTime() throws IOException {
        CompletableFuture<Answer> request = Beside.slowly(haproxy);
        eventually("the request is with blue", () -> blue.waiting() == 1);
        router.route(Map.of(GREEN, 1));
        router.release(BLUE);
        blue.goOn();
        assertThat(request.join().body()).isEqualTo("blue");
        eventually("nothing is in flight to blue", () -> router.inFlight(BLUE) == 0);

        router.release(BLUE);

        eventually("blue has no connections", () -> blue.connections() == 0);
    }
}
