package dev.viridian.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.viridian.Notifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WebhookNotifierTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<String> body = new AtomicReference<>("");
    private volatile Headers headers = new Headers();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void postsAllFieldsAsJsonInAStableOrder() throws Exception {
        answer(200, "ok");
        webhook().send(Notifications.rolledBack());
        assertThat(body.get())
                .startsWith("{\"text\":\"Deployment orders#12 of orders 1.4.2 was rolled back")
                .endsWith("""
                        "key":"orders#12/outcome","at":"2026-11-01T12:10:00.250Z","application":"orders",\
                        "deployment":"orders#12","version":"1.4.2","failure":true,"outcome":"ROLLED_BACK",\
                        "headline":"Deployment orders#12 of orders 1.4.2 was rolled back: machine orders-12-1.2 \
                        did not become healthy.",\
                        "step":"wait until orders-12-1 is healthy","machine":"orders-12-1.2",\
                        "attempts":[{"at":"2026-11-01T12:00:00.250Z","step":"wait until orders-12-1 is healthy",\
                        "cause":"no connection: Connection refused"},\
                        {"at":"2026-11-01T12:09:55.250Z","step":"wait until orders-12-1 is healthy",\
                        "cause":"Machine orders-12-1.2 of orders-12-1 did not become healthy within 5 min: \
                        health check 'GET /health' \
                        was answered last with: 503 Service Unavailable: db.password=***"}],\
                        "evidence":[{"title":"last 2 lines of orders-12-1.2's output",\
                        "text":"\\tstarting\\nno database at jdbc:x token=***\\n"},\
                        {"title":"last answer","text":"503"}],\
                        "done":["retried once","rolled back to 1.4.1"],"live":"1.4.1 (orders-11-1)",\
                        "advice":"Look at the database that orders-12-1.2 could not reach, then deploy 1.4.2 again.",\
                        "fingerprint":"0a1b2c3d4e5f",\
                        "pattern":"seen 4 times in the last 10 deployments, first with 1.3.9"}""");
        assertThat(headers.getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(headers.getFirst("Idempotency-Key")).isEqualTo("orders#12/outcome");
        assertThat(headers.getFirst("X-Viridian-Timestamp")).isEqualTo("2026-11-01T12:10:00.250Z");
        assertThat(headers).doesNotContainKey("X-viridian-signature");
    }

    @Test
    void writesNullForWhatIsNotKnown() throws Exception {
        answer(204, "");
        webhook().send(Notifications.deployed());
        assertThat(body.get())
                .contains("\"failure\":false,\"outcome\":\"DEPLOYED\"")
                .contains("\"step\":null,\"machine\":null,\"attempts\":[],\"evidence\":[],\"done\":[]")
                .endsWith("\"advice\":\"\",\"fingerprint\":null,\"pattern\":null}");
    }

    @Test
    void sendsNoSecretOfTheNotification() throws Exception {
        answer(200, "");
        webhook().send(Notifications.rolledBack());
        assertThat(body.get()).contains("db.password=***").doesNotContain("hunter2", "token=abc");
    }

    @Test
    void signsTimestampAndBodyForTheReceiver() throws Exception {
        answer(200, "");
        webhook().signedWith("s3cret").header("Authorization", "Bearer abc").send(Notifications.rolledBack());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal(
                (headers.getFirst("X-Viridian-Timestamp") + "." + body.get()).getBytes(StandardCharsets.UTF_8));
        assertThat(headers.getFirst("X-Viridian-Signature"))
                .isEqualTo("sha256=" + HexFormat.of().formatHex(expected));
        assertThat(headers.getFirst("Authorization")).isEqualTo("Bearer abc");
    }

    @Test
    void signsLikeEveryoneElse() {
        // RFC 4231 has no test case with a full stop in it: this one was computed by openssl dgst -sha256 -hmac.
        assertThat(new WebhookSignature("key").of("2026-11-01T12:00:00Z", "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("sha256=900fe989b5fd98a3ea3a9e76262c9eabe14489aa85997074c60d6a140684431d");
    }

    @Test
    void throwsWithStatusAndBodyWhenItIsRefused() {
        answer(500, "no\n such channel, token=abc " + "x".repeat(5000));
        assertThatThrownBy(() -> webhook().signedWith("s3cret").send(Notifications.deployed()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        webhook() + " answered 500 to notification orders#13/outcome: no such channel, token=*** xxx")
                .hasMessageEndingWith("x…. Expected 200 to 299.")
                .hasMessageNotContainingAny("s3cret", "T0PS3CRET", "abc");
    }

    @Test
    void doesNotFollowARedirect() {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://example.invalid/");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        assertThatThrownBy(() -> webhook().send(Notifications.deployed()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered 302");
    }

    @Test
    void throwsWhenTheReceiverHangs() {
        handle(exchange -> awaitEnd());
        assertThatThrownBy(() -> webhook().timeout(Duration.ofMillis(300)).send(Notifications.deployed()))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(" did not answer within 300 ms.");
    }

    @Test
    void throwsWhenTheReceiverHangsInItsBody() {
        handle(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        assertThatThrownBy(() -> webhook().timeout(Duration.ofMillis(300)).send(Notifications.deployed()))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(" did not answer within 300 ms.");
    }

    @Test
    void doesNotReadAnEndlessBody() throws Exception {
        handle(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (over.getCount() > 0) {
                exchange.getResponseBody().write(new byte[1024]);
            }
        });
        webhook().timeout(Notifier.LONGEST).send(Notifications.deployed());
        assertThat(body.get()).isNotEmpty();
    }

    @Test
    void throwsWhenNobodyListens() throws Exception {
        // Held, so that nobody else comes to listen there, and not listened on.
        try (Socket held = new Socket()) {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            WebhookNotifier webhook =
                    WebhookNotifier.to(URI.create("http://127.0.0.1:" + held.getLocalPort() + "/T0PS3CRET"));
            assertThatThrownBy(() -> webhook.send(Notifications.deployed()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(webhook + " could not be reached: ConnectException");
        }
    }

    @Test
    void refusesWhatIsNoAddressOrNoHeader() {
        assertThatThrownBy(() -> WebhookNotifier.to(URI.create("mailto:someone@example.com")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WebhookNotifier.to(URI.create("https://me:hunter2@example.com/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> webhook().header("X-Key", "T0P\r\nSECRET"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The header 'X-Key' cannot be sent")
                .hasMessageNotContainingAny("T0P", "SECRET");
        assertThatThrownBy(() -> webhook().signedWith(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasAsLongAsItsTimeoutSaysAndNoLongerThanADeploymentWaits() {
        assertThat(webhook().deadline()).isEqualTo(Duration.ofSeconds(11));
        assertThat(webhook().timeout(Duration.ofSeconds(20)).deadline()).isEqualTo(Duration.ofSeconds(21));
        assertThatThrownBy(() -> webhook().timeout(Duration.ofSeconds(31)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The timeout of " + webhook() + " is 31 s. Expected at most 30 s: a deployment waits for it.");
    }

    @Test
    void printsOnlyItsHostAndByWhatItDiffersFromOthersThere() {
        WebhookNotifier webhook = WebhookNotifier.to(URI.create("https://hooks.example.com/T0PS3CRET?key=x"));

        // printf %s 'https://hooks.example.com/T0PS3CRET?key=x' | sha256sum
        assertThat(webhook).hasToString("Webhook https://hooks.example.com (65a4cd)");
        assertThat(webhook.signedWith("s3cret").header("X-Key", "abc")).hasToString(webhook.toString());
        assertThat(WebhookNotifier.to(URI.create("https://hooks.example.com/T0PS3CRET?key=y"))
                        .toString())
                .isNotEqualTo(webhook.toString());
    }

    private WebhookNotifier webhook() {
        return WebhookNotifier.to(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/T0PS3CRET"));
    }

    private void answer(int status, String text) {
        handle(exchange -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    private void handle(HttpHandler handler) {
        server.createContext("/", exchange -> {
            try (HttpExchange open = exchange) {
                headers = open.getRequestHeaders();
                body.set(new String(open.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                handler.handle(open);
            }
        });
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
