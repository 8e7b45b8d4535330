package dev.viridian.local.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.local.router.Client.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatingTest {
    private final Rig rig = new Rig();
    private final Router router = rig.router;

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
    void repeatsAnIdempotentRequestByANewConnectionWhenTheIdleOneTurnsOutClosed(String method) throws Exception {
        Backend backend = rig.live(Backend.of("1.0"));
        backend.on("/", (head, in, out) -> {
            boolean first = head.ofConnection() == 1;
            if (first) {
                Backend.write(out, "HTTP/1.1 204 No Content", "", "");
            }
            return first;
        });

        try (Client client = Client.of(router)) {
            assertThat(client.get("/").status()).isEqualTo(204);
            assertThat(client.ask(method + " / HTTP/1.1", "Host: a").status()).isEqualTo(204);
        }
        assertThat(backend.requests())
                .as("the first, the lost one, and its repetition")
                .isEqualTo(3);
        assertThat(backend.connections()).isEqualTo(2);
    }

    @Test
    void repeatsOnlyOnce() throws Exception {
        Backend backend = rig.live(Backend.of("1.0").on("/lost", (head, in, out) -> false));

        try (Client client = Client.of(router)) {
            client.get("/");
            Reply reply = client.get("/lost");

            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text()).contains("environment blue closed the connection before it answered");
            assertThat(client.get("/").status())
                    .as("the client's connection stays usable")
                    .isEqualTo(200);
        }
        assertThat(backend.requests()).isEqualTo(4);
    }

    @Test
    void repeatsOnceWhatWasLostByANewConnection() throws Exception {
        Backend backend = rig.live(Backend.of("1.0").on("/lost", (head, in, out) -> false));

        assertThat(Client.get(router, "/lost").status()).isEqualTo(502);
        assertThat(backend.requests()).isEqualTo(2);
    }

    @Test
    void aMachineThatDiesUnderIdempotentRequestsCostsNoneOfThem() throws Exception {
        Backend dying = rig.live(Backend.of("1.0").on("/", (head, in, out) -> false));
        Backend other = rig.closing(Backend.of("1.0"));
        router.machines(Rig.BLUE, List.of(dying.address(), other.address()));

        for (int i = 0; i < 10; i++) {
            assertThat(Client.get(router, "/").status()).isEqualTo(200);
        }
        assertThat(dying.requests()).isPositive();
    }

    @Test
    void neverRepeatsAPostThatWasSent() throws Exception {
        Backend backend = rig.live(Backend.of("1.0").on("/lost", (head, in, out) -> false));

        try (Client client = Client.of(router)) {
            client.get("/");
            Reply reply = client.post("/lost", "four");

            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text()).contains("Whether it carried it out is not known");
        }
        assertThat(backend.requests()).isEqualTo(2);
    }

    @Test
    void neverRepeatsAPutWhoseBodyWasPassedOn() throws Exception {
        Backend backend = rig.live(Backend.of("1.0").on("/lost", (head, in, out) -> false));

        try (Client client = Client.of(router)) {
            client.get("/");
            client.send("PUT /lost HTTP/1.1", "Host: a", "Content-Length: 4", "", "four");

            assertThat(client.read().status()).isEqualTo(502);
        }
        assertThat(backend.requests()).isEqualTo(2);
    }

    @Test
    void sendsAPostByAConnectionThatNobodyCanBeClosing() throws Exception {
        Backend backend = rig.live(Backend.of("1.0"));

        try (Client client = Client.of(router)) {
            client.get("/");
            client.post("/", "four");
            client.get("/");
        }
        assertThat(backend.connections())
                .as("one for the GETs, one for the POST")
                .isEqualTo(2);
        assertThat(backend.requests()).isEqualTo(3);
    }
}
