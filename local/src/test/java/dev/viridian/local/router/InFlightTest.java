package dev.viridian.local.router;

import static dev.viridian.local.router.Rig.BLUE;
import static dev.viridian.local.router.Rig.GREEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.local.router.Client.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InFlightTest {
    private final Rig rig = new Rig();
    private final Router router = rig.router;
    private final CountDownLatch finish = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private Backend old() {
        Backend backend = rig.live(Backend.of("1.0"));
        rig.machine(GREEN, Backend.of("1.1"));
        return backend.on("/long", (head, in, out) -> {
                    finish.await();
                    backend.ok(out, "done");
                    return true;
                })
                .on("/socket", (head, in, out) -> {
                    Backend.write(
                            out, "HTTP/1.1 101 Switching Protocols", "Connection: Upgrade", "Upgrade: echo", "", "");
                    for (int next = in.read(); next >= 0; next = in.read()) {
                        out.write(next);
                    }
                    return false;
                });
    }

    @Test
    void finishesOnTheOldSideWhatBeganThere() throws Exception {
        old();
        try (Client client = Client.of(router)) {
            client.send("GET /long HTTP/1.1", "Host: a", "", "");
            Rig.await("the request is in flight", () -> router.inFlight(BLUE) == 1);

            router.route(Map.of(GREEN, 1));
            assertThat(Client.get(router, "/").revision()).isEqualTo("1.1");
            assertThat(router.inFlight(BLUE)).isEqualTo(1);
            finish.countDown();

            Reply reply = client.read();
            assertThat(reply.text()).isEqualTo("done");
            assertThat(reply.revision()).isEqualTo("1.0");
            assertThat(client.get("/").revision()).isEqualTo("1.1");
        }
        Rig.await("nothing is in flight", () -> router.inFlight(BLUE) == 0 && router.inFlight(GREEN) == 0);
    }

    @Test
    void keepsAWebSocketOpenThroughTheSwitchAndCountsItUntilItEnds() throws Exception {
        old();
        try (Client socket = Client.of(router)) {
            upgrade(socket);
            router.route(Map.of(GREEN, 1));
            router.release(BLUE);

            assertThat(echo(socket, "still here")).isEqualTo("still here");
            assertThat(router.inFlight(BLUE)).isEqualTo(1);
            socket.endOfSending();
            assertThat(socket.in().read()).isEqualTo(-1);
        }
        Rig.await("the socket is no longer counted", () -> router.inFlight(BLUE) == 0);
    }

    @Test
    void noLongerCountsAWebSocketWhoseClientIsGone() throws Exception {
        old();
        Client socket = Client.of(router);
        upgrade(socket);
        socket.close();

        Rig.await("the socket is no longer counted", () -> router.inFlight(BLUE) == 0);
    }

    @Test
    void noLongerCountsAWebSocketWhoseMachineDied() throws Exception {
        Backend backend = old();
        try (Client socket = Client.of(router)) {
            upgrade(socket);
            backend.close();

            Rig.await("the socket is no longer counted", () -> router.inFlight(BLUE) == 0);
            assertThat(socket.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void noLongerCountsAnUploadWhoseClientIsGone() throws Exception {
        Backend backend = old();
        try (Client client = Client.of(router)) {
            client.send("POST / HTTP/1.1", "Host: a", "Content-Length: 1000", "", "some");
            Rig.await("the request is in flight", () -> backend.requests() == 1);
            assertThat(router.inFlight(BLUE)).isEqualTo(1);
        }

        Rig.await("it is no longer counted", () -> router.inFlight(BLUE) == 0 && backend.openConnections() == 0);
    }

    @Test
    void noLongerCountsADownloadWhoseClientIsGone() throws Exception {
        Backend backend = old();
        backend.on("/endless", (head, in, out) -> {
            Backend.write(out, "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "");
            while (true) {
                Backend.write(out, "4", "more", "");
            }
        });
        try (Client client = Client.of(router)) {
            client.send("GET /endless HTTP/1.1", "Host: a", "", "");
            assertThat(client.line()).contains("200");
            assertThat(router.inFlight(BLUE)).isEqualTo(1);
        }

        Rig.await("it is no longer counted", () -> router.inFlight(BLUE) == 0 && backend.openConnections() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/unanswered", "/quiet"})
    void noLongerCountsARequestWhoseClientHungUpWhileTheMachineSaidNothing(String path) throws Exception {
        CountDownLatch machineHeard = new CountDownLatch(1);
        Backend backend = old();
        Backend.Behaviour untilItEnds = (head, in, out) -> {
            assertThat(in.read()).isEqualTo(-1);
            machineHeard.countDown();
            return false;
        };
        backend.on("/unanswered", untilItEnds).on("/quiet", (head, in, out) -> {
            Backend.write(out, "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "4", "some", "");
            return untilItEnds.answer(head, in, out);
        });
        try (Client client = Client.of(router)) {
            client.send("GET " + path + " HTTP/1.1", "Host: a", "", "");
            Rig.await("the request is in flight", () -> backend.requests() == 1 && router.inFlight(BLUE) == 1);
        }

        Rig.await("it is no longer counted", () -> router.inFlight(BLUE) == 0);
        assertThat(machineHeard.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void keepsWhatAClientSendsWhileItsFirstRequestIsUnderWay() throws Exception {
        Backend backend = old();
        try (Client client = Client.of(router)) {
            client.send("GET /long HTTP/1.1", "Host: a", "", "");
            Rig.await("the request is in flight", () -> backend.requests() == 1);
            client.send("GET / HTTP/1.1", "Host: a", "", "GET /second HTTP/1.1", "Host: a", "", "");
            TimeUnit.NANOSECONDS.sleep(2 * Forwarding.WITHOUT_A_LOOK);
            finish.countDown();

            assertThat(client.read().text()).isEqualTo("done");
            assertThat(client.read().text()).isEqualTo("hello");
            assertThat(client.read().text()).isEqualTo("hello");
        }
    }

    @Test
    void passesARefusedUpgradeOnAsTheAnswerThatItIs() throws Exception {
        old();
        try (Client client = Client.of(router)) {
            Reply reply = client.ask("GET / HTTP/1.1", "Host: a", "Connection: Upgrade", "Upgrade: echo");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(client.get("/").status()).isEqualTo(200);
        }
        Rig.await("nothing is in flight", () -> router.inFlight(BLUE) == 0);
    }

    @Test
    void cutsWhatIsStillOpen() throws Exception {
        old();
        try (Client waiting = Client.of(router);
                Client socket = Client.of(router)) {
            waiting.send("GET /long HTTP/1.1", "Host: a", "", "");
            upgrade(socket);
            Rig.await("both are in flight", () -> router.inFlight(BLUE) == 2);
            router.route(Map.of(GREEN, 1));

            assertThat(router.cut(BLUE)).isEqualTo(2);

            Reply reply = waiting.read();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text()).contains("Environment blue is being retired");
            assertThat(socket.in().read()).isEqualTo(-1);
            Rig.await("nothing is in flight", () -> router.inFlight(BLUE) == 0);
            assertThat(router.cut(BLUE)).isZero();
        }
    }

    @Test
    void releasesIdleConnectionsAndKeepsNoneThatBecomeIdle() throws Exception {
        Backend backend = old();
        try (Client one = Client.of(router);
                Client other = Client.of(router)) {
            one.get("/");
            other.send("GET /long HTTP/1.1", "Host: a", "", "");
            Rig.await("a long request is in flight", () -> backend.requests() == 2);
            router.route(Map.of(GREEN, 1));

            router.release(BLUE);
            Rig.await("only the busy connection is open", () -> backend.openConnections() <= 1);
            finish.countDown();
            assertThat(other.read().status()).isEqualTo(200);
            Rig.await("no connection is open", () -> backend.openConnections() == 0);
        }
    }

    @Test
    void closesIdleConnectionsToMachinesThatAreTakenOut() throws Exception {
        Backend backend = old();
        Client.get(router, "/");
        Rig.await("the connection is idle", () -> router.inFlight(BLUE) == 0);

        router.machines(BLUE, List.of());

        Rig.await("no connection is open", () -> backend.openConnections() == 0);
    }

    @Test
    void usesKeptConnectionsAgainWhenAReleasedEnvironmentIsRoutedAgain() throws Exception {
        Backend backend = old();
        router.release(BLUE);
        router.route(Map.of(BLUE, 1));

        try (Client client = Client.of(router)) {
            client.get("/");
            client.get("/");
        }
        assertThat(backend.connections()).isEqualTo(1);
    }

    @Test
    void answers504WhenTheMachineDoesNotAnswerInTime() throws Exception {
        try (Rig hasty = new Rig(Duration.ofSeconds(2));
                Client client = Client.of(hasty.router)) {
            hasty.live(Backend.of("1.0").on("/never", (head, in, out) -> {
                finish.await();
                return false;
            }));

            Reply reply = client.get("/never");

            assertThat(reply.status()).isEqualTo(504);
            assertThat(reply.text()).contains("Environment blue did not answer this request in time");
            assertThat(client.get("/").status()).isEqualTo(200);
            finish.countDown();
        }
    }

    @Test
    void doesNotTimeOutAnUploadThatGoesOn() throws Exception {
        try (Rig hasty = new Rig(Duration.ofSeconds(3));
                Client client = Client.of(hasty.router)) {
            hasty.live(Backend.of("1.0"));
            client.send("POST / HTTP/1.1", "Host: a", "Content-Length: 40", "", "");
            for (int i = 0; i < 40; i++) {
                // Not a wait for anything: the upload is to last longer than the timeout, with no pause as long as it.
                Thread.sleep(100);
                client.send("x");
            }

            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void leavesNeitherThreadNorPortBehind() throws Exception {
        Set<Thread> before = routerThreads();
        Rig other = new Rig();
        InetSocketAddress entry = Rig.loopback(other.router.entry().getPort());
        other.live(Backend.of("1.0"));
        Client.get(other.router, "/");
        assertThat(routerThreads()).hasSizeGreaterThan(before.size());

        other.close();
        other.router.close();

        // A thread that has told its end is still listed until the operating system has ended it.
        Rig.await("its threads are gone", () -> routerThreads().equals(before));
        try (Router again = EmbeddedRouter.listeningOn(entry)) {
            assertThat(again.entry().getPort()).isEqualTo(entry.getPort());
        }
    }

    @Test
    void saysThatItsPortIsTaken() {
        InetSocketAddress taken = Rig.loopback(router.entry().getPort());

        assertThatThrownBy(() -> EmbeddedRouter.listeningOn(taken))
                .hasMessageContaining("cannot listen on")
                .hasMessageContaining(String.valueOf(taken.getPort()))
                .hasMessageContaining("choose another port");
    }

    private static Set<Thread> routerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("viridian-router"))
                .collect(Collectors.toSet());
    }

    private void upgrade(Client socket) throws IOException {
        socket.send("GET /socket HTTP/1.1", "Host: a", "Connection: keep-alive, Upgrade", "Upgrade: echo", "", "early");
        Reply reply = socket.read();
        assertThat(reply.status()).isEqualTo(101);
        assertThat(reply.header("Upgrade")).isEqualTo("echo");
        assertThat(new String(socket.in().readNBytes(5), StandardCharsets.US_ASCII))
                .isEqualTo("early");
    }

    private static String echo(Client socket, String text) throws IOException {
        socket.send(text);
        return new String(socket.in().readNBytes(text.length()), StandardCharsets.US_ASCII);
    }
}
