package dev.viridian.probe;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.HttpProbe;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.spi.Probes.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class HttpQuestionTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final RealProbes probes = RealProbes.create();

    /** So that loading classes is not on the time of the tests that wait for a deadline. */
    @BeforeAll
    static void warmUp() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying("HTTP/1.1 200 OK~Content-Length: 0~~")) {
            assertThat(RealProbes.create()
                            .ask(http("/"), server.machine(), LONG)
                            .well())
                    .isTrue();
        }
    }

    @Test
    void takesAnAnswerByItsLength() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying("HTTP/1.1 200 OK~Content-Length: 2~~up")) {
            assertThat(ask(http("/health").bodyContaining("up"), server)).isEqualTo(Answer.well("200 OK"));
        }
    }

    @Test
    void takesAnAnswerInChunks() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying(
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~" + "5;note=x~{\"sta~A~tus\":\"up\"}~0~Trailer: x~~")) {
            assertThat(ask(http("/health").bodyContaining("{\"status\":\"up\"}"), server)
                            .well())
                    .isTrue();
        }
    }

    @Test
    void takesAnAnswerThatEndsWithItsConnection() throws Exception {
        try (ScriptedServer server = closingAfter("HTTP/1.0 200\n\nall is up")) {
            assertThat(ask(http("/health").bodyContaining("is up"), server)).isEqualTo(Answer.well("200"));
        }
    }

    @Test
    void takesAnAnswerWithoutABodyAndOneThatComesAfterAHint() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying(
                "HTTP/1.1 103 Early Hints~Link: </a>~~HTTP/1.1 204 No Content~Content-Length: 5~~")) {
            assertThat(ask(http("/health"), server)).isEqualTo(Answer.well("204 No Content"));
        }
    }

    @Test
    void sendsThePathWithItsQueryAndTheHeaders() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying("HTTP/1.1 200 OK~Content-Length: 0~~")) {
            ask(
                    http("/gesund/ä?x=1&y=%20")
                            .header("authorization", "Bearer abc")
                            .header("connection", "keep-alive"),
                    server);
            assertThat(server.request())
                    .startsWith("GET /gesund/%C3%A4?x=1&y=%20 HTTP/1.1\r\n")
                    .contains("\r\nauthorization: Bearer abc\r\n")
                    .contains("\r\nHost: 127.0.0.1:" + server.machine().port() + "\r\n")
                    .containsIgnoringCase("\r\nConnection: close\r\n")
                    .doesNotContain("keep-alive");
        }
    }

    @Test
    void leavesNoConnectionAndNoThreadToAServerThatWouldKeepThem() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.saying("HTTP/1.1 200 OK~Connection: keep-alive~Content-Length: 2~~up")) {
            Set<Thread> before = threads();
            assertThat(ask(http("/health"), server).well()).isTrue();
            assertThat(threads()).isSubsetOf(before);
            assertThat(server.ending()).isEqualTo("closed by the other side");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|no answer within 1 s, still waiting for its first byte",
                "HTTP|no answer within 1 s, still reading after 4 bytes",
                "HTTP/1.1 200 OK~A: b~|no answer within 1 s, still reading after 23 bytes",
                "HTTP/1.1 200 OK~Content-Length: 9~~abc|"
                        + "200 OK, but its body: no answer within 1 s, still reading after 41 bytes",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~|"
                        + "200 OK, but its body: no answer within 1 s, still reading after 55 bytes",
            })
    void givesUpOnAServerThatHangs(String said, String expected) throws Exception {
        Set<Thread> before = threads();
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.say(said);
            exchange.hang();
        })) {
            assertThat(probes.ask(http("/health"), server.machine(), SHORT)).isEqualTo(Answer.sick(expected));
        }
        assertThat(threads()).isSubsetOf(before);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK~, a, 'no answer within 1 s, still reading'",
        "HTTP/1.1 200 OK~, 'a: b~', 'no answer within 1 s, still reading'",
        "HTTP/1.1 200 OK~~, a, '200 OK, but its body: no answer within 1 s, still reading'",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~, '1~a~', '200 OK, but its body: no answer within 1 s, still'",
    })
    void givesUpOnAServerThatTrickles(String first, String again, String expected) throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.say(first);
            exchange.trickle(again);
        })) {
            Answer answer = probes.ask(http("/health"), server.machine(), SHORT);
            assertThat(answer.well()).isFalse();
            assertThat(answer.text()).startsWith(expected);
            assertThat(server.ending()).isEqualTo("closed by the other side");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK~, 'a: b~', 'no end of its headers in the first 64 KiB'",
        "HTTP/1.1 200 OK~, a, 'no end of its headers in the first 64 KiB'",
        "'', a, 'no end of its headers in the first 64 KiB'",
        "'', 'HTTP/1.1 100 Continue~~', 'no end of its headers in the first 64 KiB'",
        "'', 'SSH-2.0-x~', 'it does not speak HTTP/1.1, it said: SSH-2.0-x'",
    })
    void readsNoMoreThanItsLimitOfEndlessHeaders(String first, String again, String expected) throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.say(first);
            exchange.sayForEver(again);
        })) {
            Answer answer = ask(http("/health"), server);
            assertThat(answer.well()).isFalse();
            assertThat(answer.text()).startsWith(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0123456789abcdef",
        "Content-Length: 99999999999~, 0123456789abcdef",
        "Transfer-Encoding: chunked~, '10~0123456789abcdef~'",
    })
    void searchesTheFirstMebibyteOfAnEndlessBody(String header, String again) throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.say("HTTP/1.1 200 OK~" + header + "~");
            exchange.sayForEver(again);
        })) {
            assertThat(ask(http("/health").bodyContaining("ef0123"), server)).isEqualTo(Answer.well("200 OK"));
            assertThat(ask(http("/health").bodyContaining("not there"), server).text())
                    .startsWith("200 OK, but its body does not contain 'not there': 0123456789abcdef0123");
        }
    }

    @Test
    void doesNotSearchBeyondTheFirstMebibyte() throws Exception {
        String answer = "HTTP/1.1 200 OK~Content-Length: 1048577~~" + "a".repeat(1024 * 1024 - 1) + "bc";
        try (ScriptedServer server = ScriptedServer.saying(answer)) {
            assertThat(ask(http("/").bodyContaining("ab"), server).well()).isTrue();
            assertThat(ask(http("/").bodyContaining("bc"), server).well()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello~~|it does not speak HTTP/1.1, it said: hello",
                "HTTP/2 200~~|it does not speak HTTP/1.1, it said: HTTP/2 200",
                "HTTP/1.1 2000 OK~~|it does not speak HTTP/1.1, it said: HTTP/1.1 2000 OK",
                "HTTP/1.1 200 OK~no header~~|among its headers is no header: no header",
                "HTTP/1.1 200 OK~Content-Length: many~~|200 OK, but its body: its length should be a number, it is 'many'",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~|"
                        + "200 OK, but its body: its length should be a number, it is 'zz'",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1~abc~|"
                        + "200 OK, but its body: a chunk of it is longer than it says",
                "HTTP/1.1 200 OK~Content-Length: 9~~abc|200 OK, but its body: it ended 6 bytes too early",
                "HTTP/1.1 200|it ended in the middle of: 'HTTP/1.1 200'",
                "''|it closed the connection without an answer",
            })
    void tellsWhatIsWrongWithWhatIsNoAnswer(String said, String expected) throws Exception {
        try (ScriptedServer server = closingAfter(said)) {
            assertThat(ask(http("/health"), server)).isEqualTo(Answer.sick(expected));
        }
    }

    @Test
    void printsNoControlCharactersOfGarbage() throws Exception {
        try (ScriptedServer server = closingAfter("\u0000\u0001\u001b[31mred\n")) {
            assertThat(ask(http("/health"), server).text())
                    .isEqualTo("it does not speak HTTP/1.1, it said: ...[31mred");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Database: connected~|200 OK",
                "x-database:connected ~|200 OK",
                "X-Database: unknown~X-Database: connected~|200 OK",
                "X-Database: connected~X-Database: unknown~|200 OK",
                "X-Other: connected~|200 OK, but it has no header x-database, expected 'connected'",
                "X-Database: Connected~|200 OK, but its header x-database is 'Connected', expected 'connected'",
                "X-Database: a~X-Database: b~|200 OK, but its header x-database is 'a', 'b', expected 'connected'",
            })
    void demandsAHeaderOfTheAnswer(String headers, String expected) throws Exception {
        try (ScriptedServer server = ScriptedServer.saying("HTTP/1.1 200 OK~" + headers + "Content-Length: 0~~")) {
            assertThat(ask(http("/health").answerHeader("X-Database", "connected"), server))
                    .isEqualTo(expected.equals("200 OK") ? Answer.well(expected) : Answer.sick(expected));
        }
    }

    @Test
    void doesNotFollowARedirect() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying(
                "HTTP/1.1 302 Found~Location: http://example.invalid/login~Content-Length: 0~~")) {
            assertThat(ask(http("/health"), server))
                    .isEqualTo(Answer.sick("302 Found to http://example.invalid/login; redirects are not followed"));
            assertThat(ask(http("/health").status(302), server).well()).isTrue();
        }
    }

    @Test
    void tellsTheStatusAndTheBodyOfABadAnswerWithoutItsSecrets() throws Exception {
        String body = "{\"status\":\n\"sick\", \"password\": \"hunter2\"}";
        try (ScriptedServer server = ScriptedServer.saying(
                "HTTP/1.1 503 Service Unavailable~Content-Length: " + body.length() + "~~" + body)) {
            assertThat(ask(http("/health"), server))
                    .isEqualTo(Answer.sick("503 Service Unavailable: {\"status\": \"sick\", \"password\": ***}"));
            assertThat(ask(http("/health").status(200), server).text())
                    .startsWith("503 Service Unavailable, expected 200: {");
        }
    }

    @Test
    void tellsOfARefusedConnection() throws Exception {
        try (Socket deaf = deaf()) {
            assertThat(probes.ask(http("/health"), at("127.0.0.1", deaf.getLocalPort()), LONG))
                    .isEqualTo(Answer.sick("no connection: Connection refused"));
        }
    }

    @Test
    void tellsOfAResetConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.socket.setSoLinger(true, 0);
            exchange.socket.close();
        })) {
            assertThat(ask(http("/health"), server)).isEqualTo(Answer.sick("the connection broke: Connection reset"));
        }
    }

    @Test
    void tellsOfAMachineThatCannotBeFound() {
        assertThat(probes.ask(http("/health"), at("nobody.invalid", 80), LONG))
                .isEqualTo(Answer.sick("nobody knows the host name nobody.invalid"));
        assertThat(probes.ask(http("/health"), at("", 0), LONG))
                .isEqualTo(Answer.sick("the machine has no address yet: host '', port 0"));
    }

    @Test
    void givesUpOnAMachineThatAcceptsNoMoreConnections() throws Exception {
        try (FullServer server = new FullServer()) {
            assertThat(probes.ask(http("/health"), at("127.0.0.1", server.port()), SHORT))
                    .isEqualTo(Answer.sick("no answer within 1 s, still connecting"));
        }
    }

    @Test
    void anInterruptEndsItAndStays() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Exchange::hang)) {
            Thread asking = Thread.currentThread();
            Thread interrupting = new Thread(() -> {
                interruptAfterRequest(server, asking);
            });
            interrupting.start();
            Answer answer = probes.ask(http("/health"), server.machine(), LONG);
            assertThat(Thread.interrupted()).isTrue();
            interrupting.join();
            assertThat(answer).isEqualTo(Answer.sick("the question was interrupted before there was an answer"));
        }
    }

    private static void interruptAfterRequest(ScriptedServer server, Thread asking) {
        try {
            server.request();
            asking.interrupt();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Answer ask(HttpProbe probe, ScriptedServer server) {
        return probes.ask(probe, server.machine(), LONG);
    }

    private static ScriptedServer closingAfter(String text) throws IOException {
        return new ScriptedServer(exchange -> {
            exchange.say(text);
            exchange.socket.close();
        });
    }

    static Machine at(String host, int port) {
        return new Machine(new MachineId("m-1"), host, port, Machine.State.RUNNING, "");
    }

    /** Holds a port, so that nobody else comes to listen there, and does not listen on it. */
    static Socket deaf() throws IOException {
        Socket held = new Socket();
        held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return held;
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("scripted-"))
                .collect(Collectors.toSet());
    }
}
