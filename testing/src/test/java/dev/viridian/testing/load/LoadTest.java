package dev.viridian.testing.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nX-Revision: 1.0\r\nContent-Length: 2\r\n\r\nok";
    private static final String LAST = "HTTP/1.1 200 OK\r\nX-Revision: 1.0\r\nConnection: close\r\n\r\nok";
    private static final String CHUNKED = """
            HTTP/1.1 200 OK
            x-revision: 1.1
            Transfer-Encoding: chunked

            3;a=b
            abc
            1
            d
            0
            Trailer: x

            """;
    private static final String BUSY = "HTTP/1.1 503 Busy\r\nContent-Length: 8\r\n\r\nnot now\n";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket server;

    LoadTest() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void countsAnswersByRevisionOverKeptConnections() {
        serve(number -> number % 2 == 0 ? GOOD : CHUNKED, Integer.MAX_VALUE);

        LoadReport report = run(40);

        assertThat(report.failures()).isEmpty();
        assertThat(report.failed()).isZero();
        assertThat(report.answeredBy()).containsOnlyKeys("1.0", "1.1");
        assertThat(report.answeredBy().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(report.sent())
                .isEqualTo(requests.get());
        assertThat(connections.get()).isLessThanOrEqualTo(4);
        assertThat(report.longest()).isGreaterThanOrEqualTo(report.percentile(50));
    }

    @Test
    void opensAConnectionAgainThatWasClosedAfterAnAnswer() {
        serve(number -> LAST, 1);

        LoadReport report = run(40);

        assertThat(report.failures()).isEmpty();
        assertThat(connections.get()).isEqualTo(requests.get()).isEqualTo((int) report.sent());
    }

    @Test
    void sendsNoRequestTwiceAndTellsOfEachThatWasLost() {
        serve(number -> "", 1);

        LoadReport report = run(40);

        assertThat(report.failed()).isEqualTo(report.sent()).isEqualTo(requests.get());
        assertThat(report.failures())
                .hasSize(20)
                .first()
                .satisfies(failure -> assertThat(failure.cause()).contains("The connection ended before an answer"));
        assertThat(report.answeredBy()).isEmpty();
    }

    @Test
    void countsAnAnswerThatEndsTooEarlyAsFailed() {
        serve(number -> "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", 1);

        assertThat(run(10).failures())
                .first()
                .satisfies(failure -> assertThat(failure.cause()).contains("6 bytes before the end of the answer"));
    }

    @Test
    void countsErrorStatusesAsFailedWithTheirText() {
        serve(number -> BUSY, Integer.MAX_VALUE);

        assertThat(run(10).failures())
                .first()
                .satisfies(failure -> assertThat(failure.cause()).isEqualTo("503 not now"));
    }

    @Test
    void countsWhatIsNotAnsweredInTimeAsFailed() {
        CountDownLatch never = new CountDownLatch(1);
        serve(
                number -> {
                    await(never);
                    return GOOD;
                },
                Integer.MAX_VALUE);

        try (Load load = Load.on(entry()).timeout(Duration.ofMillis(50)).start()) {
            awaitSent(load, 1);
            assertThat(load.stop().failures())
                    .first()
                    .satisfies(failure -> assertThat(failure.cause()).isEqualTo("no answer within 50 ms"));
        }
    }

    @Test
    void countsLatencyFromWhenTheRequestWasDue() {
        CountDownLatch stall = new CountDownLatch(1);
        serve(
                number -> {
                    await(stall);
                    return GOOD;
                },
                Integer.MAX_VALUE);

        try (Load load = Load.on(entry()).requestsPerSecond(1000).connections(1).start()) {
            Instant begun = Instant.now();
            while (Duration.between(begun, Instant.now()).toMillis() < 200) {
                Thread.onSpinWait();
            }
            Instant end = Instant.now();
            stall.countDown();
            awaitSent(load, 100);
            // The first was sent at once and waited out the stall; the hundredth, sent after it, was due a tenth of a
            // second after the first.
            LoadReport afterwards = load.stop().since(end);
            assertThat(afterwards.sent()).isPositive();
            assertThat(afterwards.longest()).isGreaterThan(Duration.ofMillis(150));
        }
    }

    @Test
    void tellsWhoAnsweredBeforeAndAfterAMoment() {
        AtomicInteger switched = new AtomicInteger();
        serve(number -> switched.get() == 0 ? GOOD : CHUNKED, Integer.MAX_VALUE);

        try (Load load = Load.on(entry()).requestsPerSecond(500).connections(4).start()) {
            awaitSent(load, 50);
            Instant before = Instant.now();
            switched.set(1);
            Instant after = Instant.now();
            awaitSent(load, load.soFar().sent() + 50);
            LoadReport report = load.stop();

            assertThat(report.since(after).answeredBy()).containsOnlyKeys("1.1");
            assertThat(report.before(before).answeredBy()).containsKey("1.0");
            assertThat(report.since(after).sent() + report.before(after).sent()).isEqualTo(report.sent());
        }
    }

    @Test
    void postsABody() {
        serve(number -> GOOD, Integer.MAX_VALUE);

        try (Load load = Load.on(entry()).posting("four").start()) {
            awaitSent(load, 5);
            assertThat(load.stop().failures()).isEmpty();
        }
    }

    @Test
    void leavesNoThreadBehind() {
        serve(number -> GOOD, Integer.MAX_VALUE);

        run(10);

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("viridian-load"));
    }

    @Test
    void refusesWhatMakesNoSense() {
        LoadSetup setup = Load.on(entry());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Load.on(URI.create("https://localhost")))
                .withMessageContaining("TLS is not spoken");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setup.requestsPerSecond(0))
                .withMessageContaining("requests per second are 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setup.path("orders"))
                .withMessageContaining("slash");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setup.timeout(Duration.ZERO))
                .withMessageContaining("at least 1 ms");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Outcomes().report().longest())
                .withMessageContaining("no request was sent");
    }

    private LoadReport run(int atLeast) {
        try (Load load = Load.on(entry()).requestsPerSecond(400).connections(4).start()) {
            awaitSent(load, atLeast);
            return load.stop();
        }
    }

    private static void awaitSent(Load load, long count) {
        while (load.soFar().sent() < count) {
            Thread.onSpinWait();
        }
    }

    private URI entry() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void serve(IntFunction<String> answer, int requestsPerConnection) {
        threads.execute(() -> {
            while (true) {
                try {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    threads.execute(() -> answer(socket, answer, requestsPerConnection));
                } catch (SocketException closed) {
                    return;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    private void answer(Socket accepted, IntFunction<String> answer, int most) {
        try (Socket socket = accepted) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (int i = 0; i < most && readRequest(in); i++) {
                String text = answer.apply(requests.getAndIncrement());
                socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException clientIsGone) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean readRequest(BufferedReader in) throws IOException {
        int length = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
            if (line.isEmpty()) {
                return in.skip(length) == length;
            }
        }
        return false;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
