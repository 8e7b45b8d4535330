package dev.viridian.local.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a machine says before it answers: hints that it sends, and that it is still at work. */
class InterimAnswersTest {
    private static final String HINTS =
            String.join("\r\n", "HTTP/1.1 103 Early Hints", "Link: </style.css>; rel=preload", "", "");
    private static final String PROCESSING = "HTTP/1.1 102 Processing\r\n\r\n";
    private static final String OK = String.join("\r\n", "HTTP/1.1 200 OK", "Content-Length: 4", "", "body");

    private final Rig rig = new Rig();
    private final Router router = rig.router;

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private interface Saying {
        void to(OutputStream out) throws IOException;
    }

    /** Says that, and keeps the connection. */
    private Backend machine(Saying saying) {
        return rig.live(Backend.of("1.0").on("/", (head, in, out) -> {
            saying.to(out);
            return true;
        }));
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void assertAnsweredTwiceByOneConnection(Backend machine) throws Exception {
        try (Client client = Client.of(router)) {
            for (int i = 0; i < 2; i++) {
                Client.Reply reply = client.get("/");
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text()).isEqualTo("body");
            }
        }
        assertThat(machine.connections()).isEqualTo(1);
    }

    @Test
    void areNotTakenForTheLastOne() throws Exception {
        assertAnsweredTwiceByOneConnection(machine(out -> write(out, HINTS + OK)));
    }

    @Test
    void mayBeSeveral() throws Exception {
        assertAnsweredTwiceByOneConnection(machine(out -> write(out, PROCESSING + HINTS + PROCESSING + HINTS + OK)));
    }

    @Test
    void mayComeByteByByte() throws Exception {
        assertAnsweredTwiceByOneConnection(machine(out -> {
            for (char each : (HINTS + PROCESSING + OK).toCharArray()) {
                write(out, String.valueOf(each));
            }
        }));
    }

    /** A status line without a reason ends with a blank, which some servers leave out; nginx, HAProxy and curl take it so. */
    @Test
    void andAnswersMayLeaveOutTheBlankBeforeAReasonThatTheyDoNotGive() throws Exception {
        String text = "HTTP/1.1 103\r\n\r\nHTTP/1.1 200\r\nContent-Length: 4\r\n\r\nbody";
        assertAnsweredTwiceByOneConnection(machine(out -> write(out, text)));
        assertAnsweredTwiceByOneConnection(machine(out -> {
            for (char each : text.toCharArray()) {
                write(out, String.valueOf(each));
            }
        }));
    }

    @Test
    void areNotLookedForInABody() throws Exception {
        machine(out ->
                write(out, String.join("\r\n", "HTTP/1.1 200 OK", "Content-Length: " + HINTS.length(), "", HINTS)));

        assertThat(Client.get(router, "/").text()).isEqualTo(HINTS);
    }

    @Test
    void endWithTheConnectionWhereNothingElseComes() throws Exception {
        rig.live(Backend.of("1.0").saying("/", HINTS));

        assertThat(Client.get(router, "/").status()).isEqualTo(502);
    }

    @Test
    void haveAnEnd() throws Exception {
        rig.live(Backend.of("1.0")
                .saying("/", "HTTP/1.1 103 Early Hints", "Link: " + "a".repeat(InterimAnswers.LONGEST), "", OK));

        assertThat(Client.get(router, "/").status()).isEqualTo(502);
    }

    @Test
    void mayStandBeforeAndAfterOneThatLetsTheClientContinue() throws Exception {
        rig.live(Backend.of("1.0").on("/", (head, in, out) -> {
            write(out, HINTS + "HTTP/1.1 100 Continue\r\n\r\n" + HINTS);
            String sent = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
            write(out, PROCESSING + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + sent);
            return true;
        }));

        try (Client client = Client.of(router)) {
            client.send("POST / HTTP/1.1", "Host: a", "Content-Length: 4", "Expect: 100-continue", "", "");
            assertThat(client.read().status()).isEqualTo(100);
            client.send("sent");
            assertThat(client.read().text()).isEqualTo("sent");
        }
    }

    @Test
    void mayStandBeforeAnUpgrade() throws Exception {
        rig.live(Backend.of("1.0").on("/", (head, in, out) -> {
            write(out, HINTS + "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            write(out, new String(in.readNBytes(4), StandardCharsets.ISO_8859_1));
            return false;
        }));

        try (Client client = Client.of(router)) {
            client.send("GET / HTTP/1.1", "Host: a", "Connection: Upgrade", "Upgrade: echo", "", "");
            assertThat(client.read().status()).isEqualTo(101);
            client.send("echo");
            assertThat(new String(client.in().readNBytes(4), StandardCharsets.ISO_8859_1))
                    .isEqualTo("echo");
        }
    }
}
