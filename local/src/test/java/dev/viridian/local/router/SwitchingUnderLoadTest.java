package dev.viridian.local.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.testing.load.Load;
import dev.viridian.testing.load.LoadReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a day of deployments does to users, in some seconds. */
class SwitchingUnderLoadTest {
    private static final int SWITCHES = 50;
    private static final int REQUESTS_BETWEEN = 40;
    private static final Duration CLOSES_IDLE_AFTER = Duration.ofMillis(3);

    /** A revision, and a moment after {@code route} had returned that took it away from users. */
    private record Retired(String revision, Instant since) {}

    private final Rig rig = new Rig();
    private final Router router = rig.router;

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void losesNothingAndLetsNoOldRevisionAnswerOverFiftyDeployments() throws Exception {
        Backend first = deploy(0);
        try (Client socket = Client.of(router);
                Load fast = Load.on(router.entry())
                        .requestsPerSecond(1000)
                        .connections(32)
                        .start();
                Load slow = Load.on(router.entry())
                        .requestsPerSecond(20)
                        .connections(8)
                        .path("/long")
                        .start();
                Load posts = Load.on(router.entry())
                        .requestsPerSecond(100)
                        .connections(4)
                        .posting("four")
                        .start()) {
            upgrade(socket);
            List<Retired> retired = switchAgainAndAgain(first);

            LoadReport report = fast.stop();
            for (LoadReport each : List.of(report, slow.stop(), posts.stop())) {
                assertThat(each.failures()).as(each::toString).isEmpty();
                assertThat(each.failed()).isZero();
                assertThat(each.sent()).isPositive();
            }
            assertThat(report.answeredBy()).hasSize(SWITCHES + 1);
            for (Retired old : retired) {
                assertThat(report.since(old.since).answeredBy())
                        .as("Answers to what was sent at %s or later", old.since)
                        .isNotEmpty()
                        .doesNotContainKey(old.revision);
            }
            socket.send("still");
            assertThat(new String(socket.in().readNBytes(5), StandardCharsets.US_ASCII))
                    .isEqualTo("still");
            assertThat(router.inFlight(name(0))).isEqualTo(1);
        }
    }

    private List<Retired> switchAgainAndAgain(Backend first) {
        List<Retired> retired = new ArrayList<>();
        Backend live = first;
        for (int number = 1; number <= SWITCHES; number++) {
            Backend next = deploy(number);
            Instant from = Instant.now();
            retired.add(new Retired(name(number - 1).value(), from));
            retire(number - 1, live);
            EnvironmentName environment = name(number);
            Rig.await(
                    "the new side was asked often",
                    () -> router.requests(environment, Duration.between(from, Instant.now())) >= REQUESTS_BETWEEN);
            live = next;
        }
        return retired;
    }

    /** Returns when the new side is routed to: from now on nothing may reach the old one. */
    private Backend deploy(int number) {
        Backend backend = Backend.closingIdleAfter(name(number).value(), CLOSES_IDLE_AFTER);
        rig.machine(name(number), backend);
        backend.on("/long", (head, in, out) -> {
            // Not a wait for anything: this is what makes the request a long one.
            Thread.sleep(100);
            backend.ok(out, "done");
            return true;
        });
        backend.on("/socket", (head, in, out) -> {
            Backend.write(out, "HTTP/1.1 101 Switching Protocols", "Connection: Upgrade", "Upgrade: echo", "", "");
            for (int next = in.read(); next >= 0; next = in.read()) {
                out.write(next);
            }
            return false;
        });
        router.route(Map.of(name(number), 1));
        return backend;
    }

    /** Waits for what is in flight, lets go of idle connections, and ends the machine; the first keeps its WebSocket. */
    private void retire(int number, Backend backend) {
        long sockets = number == 0 ? 1 : 0;
        Rig.await("only WebSockets are left", () -> router.inFlight(name(number)) == sockets);
        router.release(name(number));
        if (sockets == 0) {
            backend.close();
            router.machines(name(number), List.of());
        }
    }

    private static void upgrade(Client socket) throws Exception {
        socket.send("GET /socket HTTP/1.1", "Host: a", "Connection: Upgrade", "Upgrade: echo", "", "");
        assertThat(socket.read().status()).isEqualTo(101);
    }

    private static EnvironmentName name(int number) {
        return new EnvironmentName("orders-" + number);
    }
}
