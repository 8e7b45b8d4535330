package dev.viridian.local.router;

import static dev.viridian.local.router.Rig.BLUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.local.router.Client.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassingOnTest {
    private static final int LARGE = 20_000_000;

    private final Rig rig = new Rig();
    private final Router router = rig.router;

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void keepsTheHostAndSaysForWhomItAsks() throws Exception {
        Backend backend = rig.live(Backend.of("1.0"));
        backend.on(
                "/a%2Fb;c=d?x=%20&y",
                (head, in, out) -> {
                    backend.ok(out, head.requestLine() + "\n" + head.headers());
                    return true;
                });

        try (Client client = Client.of(router)) {
            String seen = client.ask(
                            "GET /a%2Fb;c=d?x=%20&y HTTP/1.1",
                            "Host: users.example:81",
                            "X-Forwarded-For: 192.0.2.7",
                            "Connection: X-Mine",
                            "X-Mine: 1",
                            "X-Theirs: 2")
                    .text();

            assertThat(seen)
                    .startsWith("GET /a%2Fb;c=d?x=%20&y HTTP/1.1\n")
                    .contains("Host=users.example:81", "X-Forwarded-For=192.0.2.7, 127.0.0.1", "X-Theirs=2")
                    .contains("X-Forwarded-Host=users.example:81", "X-Forwarded-Proto=http")
                    .doesNotContain("X-Mine");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/items?ids[]=1&by[name]=2",
                "/items[1]",
                "/sale?off=50%&now",
                "/sale?off=50%",
                "/100%/%zz",
                "/find?by={\"a\":[1,2]}|x^y`z\\<>",
                "/a%2Fb%3Bc{d}|e",
                "/a+b%2Bc%20d?e+f%2Bg%20",
                "//a/../b/./c;d=1/;e",
                "/\u00c3\u00a4?\u00c3\u00b6",
                "/%C3%A4\u00e4",
                "/\u00c4\u00a0HTTP/1.1\u00c4\u008d\u00c4\u008aX-Mine:1",
                "/%20HTTP/1.1%0d%0aX-Mine:1%0d%0a%0d%0aGET%20/another|",
                "/;a=%0d%0aX-Mine:1|",
            })
    void passesOnToTheLetterWhatAClientAsksFor(String target) throws Exception {
        Backend backend = rig.live(Backend.of("1.0"));
        backend.on(target, (head, in, out) -> {
            backend.ok(out, head.requestLine() + head.header("X-Mine"));
            return true;
        });

        try (Client client = Client.of(router)) {
            assertThat(client.get(target).text()).isEqualTo("GET " + target + " HTTP/1.1");
        }
        assertThat(backend.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a\u0001b", "/a?b\u007fc", "/a\tb", "/a?\tb", "/a\u0000"})
    void refusesATargetWithAControlCharacter(String target) throws Exception {
        Backend backend = rig.live(Backend.of("1.0"));

        assertThat(Client.get(router, target).status()).isEqualTo(400);
        assertThat(backend.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "identity",
                "gzip",
                "gzip, chunked",
                "xchunked",
                "\u000bchunked",
                "chunked, chunked",
                "chunked\r\nTransfer-Encoding: gzip"
            })
    void refusesARequestOfAFramingThatOthersMayReadOtherwise(String coding) throws Exception {
        Backend backend = rig.live(Backend.of("1.0"));

        try (Client client = Client.of(router)) {
            client.send("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: " + coding, "", "0", "", "");

            assertThat(client.read().status()).isIn(400, 501);
            assertThat(client.in().read()).as("the connection ends").isEqualTo(-1);
        }
        assertThat(backend.requests()).isZero();
    }

    @Test
    void doesNotLoseTheBodyOrTheHostWhereAClientCallsThemMattersOfItsConnection() throws Exception {
        Backend backend = rig.live(Backend.of("1.0"));
        backend.on("/", (head, in, out) -> {
            byte[] body = in.readNBytes(Integer.parseInt("0" + head.header("Content-Length")));
            backend.ok(out, head.header("Host") + " " + new String(body, StandardCharsets.US_ASCII));
            return true;
        });

        try (Client client = Client.of(router)) {
            client.send(
                    "POST / HTTP/1.1", "Host: a", "Connection: content-length, host", "Content-Length: 4", "", "four");

            assertThat(client.read().text()).isEqualTo("a four");
        }
    }

    @Test
    void passesLargeBodiesBothWaysAsAStream() throws Exception {
        byte[] large = new byte[LARGE];
        new Random(7).nextBytes(large);
        Backend backend = rig.live(Backend.of("1.0"));
        backend.on("/echo", (head, in, out) -> {
            Backend.write(out, "HTTP/1.1 200 OK", "Content-Length: " + LARGE, "", "");
            for (int left = LARGE; left > 0; ) {
                byte[] piece = in.readNBytes(Math.min(left, 50_000));
                out.write(piece);
                left -= piece.length;
            }
            return true;
        });

        try (Client client = Client.of(router)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.send("POST /echo HTTP/1.1", "Host: a", "Content-Length: " + LARGE, "", "");
                    client.send(large);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            Reply reply = client.read();
            sending.get();

            assertThat(reply.text().equals(new String(large, StandardCharsets.ISO_8859_1)))
                    .isTrue();
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void passesChunksBothWays() throws Exception {
        Backend backend = rig.live(Backend.of("1.0"));
        backend.on("/echo", (head, in, out) -> {
            StringBuilder seen = new StringBuilder(head.header("Transfer-Encoding"));
            for (String line = Backend.readLine(in); !line.equals("0"); line = Backend.readLine(in)) {
                seen.append(' ').append(line);
            }
            Backend.readLine(in);
            Backend.write(out, "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "3", "abc", "");
            Backend.write(out, Integer.toHexString(seen.length()), seen.toString(), "0", "", "");
            return true;
        });

        try (Client client = Client.of(router)) {
            Reply reply = client.send("POST /echo HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "4", "four")
                    .send("", "0", "", "")
                    .read();

            assertThat(reply.text()).startsWith("abcchunked").contains("four");
            assertThat(client.get("/").status()).isEqualTo(200);
        }
        assertThat(backend.requests()).isEqualTo(2);
    }

    @Test
    void passesAPartOfAnAnswerOnBeforeTheRestIsThere() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        rig.live(Backend.of("1.0").on("/events", (head, in, out) -> {
            Backend.write(out, "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "3", "one", "");
            read.await();
            Backend.write(out, "3", "two", "0", "", "");
            return true;
        }));

        try (Client client = Client.of(router)) {
            client.send("GET /events HTTP/1.1", "Host: a", "", "");
            while (!client.line().isEmpty()) {
                // the head
            }
            assertThat(Integer.parseInt(client.line(), 16)).isEqualTo(3);
            assertThat(client.line()).isEqualTo("one");
            read.countDown();
            assertThat(Integer.parseInt(client.line(), 16)).isEqualTo(3);
            assertThat(client.line()).isEqualTo("two");
        }
    }

    @Test
    void passesAnswersWithoutABodyOn() throws Exception {
        rig.live(Backend.of("1.0")
                .saying("/unchanged", "HTTP/1.1 304 Not Modified", "ETag: \"7\"", "", "")
                .saying("/nothing", "HTTP/1.1 204 No Content", "", "")
                .saying("/head", "HTTP/1.1 200 OK", "Content-Length: 12345", "", ""));

        try (Client client = Client.of(router)) {
            assertThat(client.get("/unchanged").header("ETag")).isEqualTo("\"7\"");
            assertThat(client.get("/nothing").status()).isEqualTo(204);
            Reply head = client.ask("HEAD /head HTTP/1.1", "Host: a");
            assertThat(head.header("Content-Length")).isEqualTo("12345");
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"304 Not Modified", "204 No Content"})
    void doesNotWaitForABodyThatAnAnswerNeverHasWhateverLengthItTells(String status) throws Exception {
        Backend backend = rig.live(Backend.of("1.0"));
        backend.on("/sized", (head, in, out) -> {
            Backend.write(out, "HTTP/1.1 " + status, "ETag: \"7\"", "Content-Length: 12345", "", "");
            return true;
        });

        try (Client client = Client.of(router)) {
            assertThat(client.get("/sized").header("ETag")).isEqualTo("\"7\"");
            assertThat(client.get("/").text()).isEqualTo("hello");
            assertThat(client.post("/sized", "four").header("ETag")).isEqualTo("\"7\"");
            assertThat(client.get("/").text()).isEqualTo("hello");
        }
        Rig.await("nothing is in flight", () -> router.inFlight(BLUE) == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 20000 Beyond|Content-Length: 2",
                "HTTP/1.1 200 OK|Content-Length: 2|Content-Length: 4",
                "HTTP/1.1 200 OK|Content-Length: two",
                "HTTP/1.1 200 OK|Content-Length: -2",
                "HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked"
            })
    void answers502ForAnAnswerOfWhichNobodyCouldTellWhereItEnds(String head) throws Exception {
        Backend backend = rig.live(Backend.of("1.0"));
        backend.on("/odd", (request, in, out) -> {
            Backend.write(out, head.replace("|", "\r\n"), "", "ok");
            return true;
        });

        try (Client client = Client.of(router)) {
            assertThat(client.get("/odd").status()).isEqualTo(502);
            assertThat(client.get("/").text()).isEqualTo("hello");
        }
        Rig.await("nothing is in flight", () -> router.inFlight(BLUE) == 0);
    }

    @Test
    void passesAnAnswerOnThatEndsWithItsConnection() throws Exception {
        rig.live(Backend.of("1.0").saying("/", "HTTP/1.0 200 OK", "", "until the end"));

        try (Client client = Client.of(router)) {
            assertThat(client.get("/").text()).isEqualTo("until the end");
            assertThat(client.get("/").text()).isEqualTo("until the end");
        }
    }

    @Test
    void answersAClientOfHttp10AndEndsItsConnection() throws Exception {
        rig.live(Backend.of("1.0")
                .saying("/", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "3", "abc", "0", "", ""));

        try (Client client = Client.of(router)) {
            Reply reply = client.ask("GET / HTTP/1.0");

            assertThat(reply.text()).isEqualTo("abc");
            assertThat(client.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void waitsWithTheBodyUntilTheMachineSaysContinue() throws Exception {
        Backend backend = rig.live(Backend.of("1.0"));
        backend.on("/", (head, in, out) -> {
            Backend.write(out, "HTTP/1.1 100 Continue", "", "");
            backend.ok(out, new String(in.readNBytes(4), StandardCharsets.US_ASCII));
            return true;
        });

        try (Client client = Client.of(router)) {
            client.send("POST / HTTP/1.1", "Host: a", "Content-Length: 4", "Expect: 100-continue", "", "");
            assertThat(client.read().status()).isEqualTo(100);
            assertThat(client.send("four").read().text()).isEqualTo("four");
            assertThat(client.send("POST / HTTP/1.1", "Host: a", "Content-Length: 4", "Expect: 100-continue", "", "")
                            .read()
                            .status())
                    .isEqualTo(100);
        }
    }

    @Test
    void passesARefusalOnThatCameInsteadOfContinue() throws Exception {
        rig.live(Backend.of("1.0").saying("/", "HTTP/1.1 413 Too Large", "Content-Length: 2", "", "no"));

        try (Client client = Client.of(router)) {
            client.send("POST / HTTP/1.1", "Host: a", "Content-Length: 4", "Expect: 100-continue", "", "");
            Reply reply = client.read();

            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.text()).isEqualTo("no");
            assertThat(client.in().read())
                    .as("the connection ends, for the body may be on its way")
                    .isEqualTo(-1);
        }
    }

    @Test
    void passesARefusalOnThatCameInTheMiddleOfTheBody() throws Exception {
        rig.live(Backend.of("1.0").on("/", (head, in, out) -> {
            in.readNBytes(1_000);
            Backend.write(out, "HTTP/1.1 413 Too Large", "Content-Length: 2", "", "no");
            in.readNBytes(LARGE - 1_000);
            return false;
        }));

        try (Client client = Client.of(router)) {
            client.send("POST / HTTP/1.1", "Host: a", "Content-Length: " + LARGE, "", "");
            client.send(new byte[LARGE]);

            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void answersAClientWhoseBodyTheMachineStoppedReading() throws Exception {
        rig.live(Backend.of("1.0").on("/", (head, in, out) -> {
            in.readNBytes(1_000);
            Backend.write(out, "HTTP/1.1 413 Too Large", "Content-Length: 2", "Connection: close", "", "no");
            return false;
        }));

        try (Client client = Client.of(router)) {
            client.send("POST / HTTP/1.1", "Host: a", "Content-Length: " + LARGE, "", "");
            client.send(new byte[LARGE]);

            // The machine's operating system may take back what it said when it gets more than it has read.
            assertThat(client.read().status()).isIn(413, 502);
        }
        Rig.await("nothing is in flight", () -> router.inFlight(BLUE) == 0);
    }

    @Test
    void closesTheClientsConnectionWhenTheMachineDiesInTheMiddleOfItsAnswer() throws Exception {
        rig.live(Backend.of("1.0")
                .saying("/sized", "HTTP/1.1 200 OK", "Content-Length: 100", "", "half")
                .saying("/chunked", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "20", "half"));

        try (Client client = Client.of(router)) {
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> client.get("/sized"));
        }
        try (Client client = Client.of(router)) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.get("/chunked"));
        }
        try (Client client = Client.of(router)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> client.ask("GET /chunked HTTP/1.1", "Host: a", "Connection: close"));
        }
        try (Client client = Client.of(router)) {
            assertThatThrownBy(() -> client.ask("GET /chunked HTTP/1.0"))
                    .as("only a reset tells an HTTP/1.0 client that this was not all")
                    .isInstanceOf(SocketException.class);
        }
        Rig.await("nothing is in flight", () -> router.inFlight(BLUE) == 0);
    }
}
