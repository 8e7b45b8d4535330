package dev.viridian.artifact;

import static dev.viridian.artifact.RawServer.head;
import static dev.viridian.artifact.RawServer.ok;
import static dev.viridian.artifact.RawServer.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HttpArtifactStoreTest {
    private static final byte[] TAR_GZ = archive(1);
    private static final byte[] OTHER = archive(2);
    private static final String DIGEST = RawTar.sha256(TAR_GZ);
    private static final String PATH = "/orders/1.4.2/orders.tar.gz";
    private static final Duration SHORT = Duration.ofMillis(150);

    /** To answer within, on a machine that does much else. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

    private final List<Duration> pauses = new ArrayList<>();
    private final HttpArtifactStore store = new HttpArtifactStore(HttpSettings.standard(), new PassingTime());
    private final List<RawServer> servers = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void closeServers() throws IOException {
        for (RawServer server : servers) {
            server.close();
        }
    }

    @Test
    void isFoundByItself() {
        assertThat(ArtifactStores.installed().schemes()).contains("http", "https", "file");
    }

    @Test
    void pinsAndUnpacksWhatTheDigestBesideItProves() throws Exception {
        RawServer server = serving((request, number, out) -> {
            ok(out, request.path().endsWith(".sha256") ? (DIGEST + "  orders.tar.gz\n").getBytes(UTF) : TAR_GZ);
        });

        PinnedArtifact pinned = store.pin(Artifact.of(server.address(PATH)));
        Unpacker.withLimits(Limits.standard()).unpack(store, pinned, folder.resolve("app"));

        assertThat(pinned.revision().sha256()).isEqualTo(DIGEST);
        assertThat(pinned.revision().version()).isEqualTo("1.4.2");
        assertThat(pinned.bytes()).isEqualTo(TAR_GZ.length);
        assertThat(folder.resolve("app/content")).exists();
        assertThat(server.requests()).extracting(RawServer.Request::path).containsExactly(PATH + ".sha256", PATH, PATH);
    }

    @Test
    void keepsTheQueryBehindTheNameAndShowsItNowhere() throws Exception {
        RawServer server = serving((request, number, out) -> {
            if (request.path().contains("/moved")) {
                head(out, 403, "Content-Length: 0");
            } else if (number > 2) {
                head(out, 302, "Location: /moved.tar.gz?Signature=hidden", "Content-Length: 0");
            } else {
                ok(out, request.path().contains(".sha256") ? DIGEST.getBytes(UTF) : TAR_GZ);
            }
        });
        Artifact artifact = Artifact.of(server.address(PATH + "?part=1"));

        PinnedArtifact pinned = store.pin(artifact);

        assertThat(server.requests().get(0).path()).isEqualTo(PATH + ".sha256?part=1");
        assertThat(problem(() -> store.open(pinned)))
                .contains("/moved.tar.gz answered 403")
                .doesNotContain("hidden");
    }

    @Test
    void requiresADigest() throws Exception {
        RawServer server = serving((request, number, out) -> {
            if (request.path().endsWith(".sha256")) {
                head(out, 404, "Content-Length: 0");
            } else {
                ok(out, TAR_GZ);
            }
        });

        assertThat(problem(() -> store.pin(Artifact.of(server.address(PATH)))))
                .isEqualTo("no SHA-256 digest is known of it: the deployment gives none, and " + server.address(PATH)
                        + ".sha256 was answered with 404. Give it by Artifact.of(…).sha256(…), or upload what sha256sum"
                        + " writes beside it.");
        assertThat(store.pin(artifact(server)).revision().sha256()).isEqualTo(DIGEST);
    }

    @Test
    void refusesWhatHasAnotherDigest() throws Exception {
        RawServer server = serving((request, number, out) -> ok(out, OTHER));

        assertThat(problem(() -> store.pin(artifact(server))))
                .contains("it has the SHA-256 digest " + RawTar.sha256(OTHER), "asks for " + DIGEST);
    }

    @Test
    void refusesWhatWasReplacedBetweenLookAndFetch() throws Exception {
        byte[] sameLength = TAR_GZ.clone();
        sameLength[4] ^= 1; // a time that gunzip does not look at
        RawServer server =
                serving((request, number, out) -> ok(out, number == 1 ? TAR_GZ : number == 2 ? sameLength : OTHER));
        PinnedArtifact pinned = store.pin(artifact(server));

        assertThatThrownBy(() -> Unpacker.withLimits(Limits.standard()).unpack(store, pinned, folder.resolve("app")))
                .hasMessageContaining("have the SHA-256 digest " + RawTar.sha256(sameLength))
                .hasMessageContaining("It was replaced or damaged since: deploy again");
        assertThat(problem(() -> store.open(pinned)))
                .contains("it has " + OTHER.length + " bytes now and had " + TAR_GZ.length, "deploy again");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void goesOnWhereABrokenConnectionStopped() throws Exception {
        RawServer server = serving((request, number, out) -> {
            int from = request.from();
            int to = Math.min(TAR_GZ.length, from + 40_000);
            if (from == 0) {
                head(out, 200, "ETag: \"one\"", "Content-Length: " + TAR_GZ.length);
            } else {
                head(
                        out,
                        206,
                        "ETag: \"one\"",
                        "Content-Range: bytes " + from + "-" + (TAR_GZ.length - 1) + "/" + TAR_GZ.length,
                        "Content-Length: " + (TAR_GZ.length - from));
            }
            out.write(TAR_GZ, from, to - from);
        });

        assertThat(store.pin(artifact(server)).revision().sha256()).isEqualTo(DIGEST);

        assertThat(server.requests()).hasSizeGreaterThan(2);
        assertThat(server.requests().get(1).header("Range")).hasValue("bytes=40000-");
        assertThat(server.requests().subList(1, server.requests().size()))
                .allMatch(request -> request.header("If-Range").orElse("").equals("\"one\""));
    }

    @Test
    void passesOverTheBeginningWhereAServerSendsNoParts() throws Exception {
        RawServer server = serving((request, number, out) -> {
            head(out, 200, "Last-Modified: Mon, 02 Nov 2026 10:00:00 GMT", "Content-Length: " + TAR_GZ.length);
            out.write(TAR_GZ, 0, number < 4 ? number * 30_000 : TAR_GZ.length);
        });

        assertThat(store.pin(artifact(server)).revision().sha256()).isEqualTo(DIGEST);
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void tellsContentThatChangedMeanwhileApart() throws Exception {
        assertThat(problem(
                        () -> store.pin(artifact(breaking((request, number, out) -> ok(out, OTHER, "ETag: \"two\""))))))
                .isEqualTo("it changed while it was fetched: its ETag was '\"one\"' and is '\"two\"', after 40000 bytes"
                        + " had arrived. Deploy again to pin what is there now.");
        assertThat(problem(() -> store.pin(artifact(
                        breaking((request, number, out) -> part(out, TAR_GZ, request.from(), "ETag: \"two\""))))))
                .contains("it changed while it was fetched: its ETag");
        assertThat(problem(() -> store.pin(artifact(breaking((request, number, out) -> ok(out, OTHER))))))
                .contains("its length was '" + TAR_GZ.length + "' and is '" + OTHER.length + "'");
        assertThat(problem(() ->
                        store.pin(artifact(breaking((request, number, out) -> head(out, 416, "Content-Length: 0"))))))
                .contains("no such part any more (it answered 416)");
        assertThat(problem(() ->
                        store.pin(artifact(breaking((request, number, out) -> head(out, 404, "Content-Length: 0"))))))
                .contains("answered 404");
        assertThat(problem(() ->
                        store.pin(artifact(breaking((request, number, out) -> part(out, TAR_GZ, 7, "ETag: \"one\""))))))
                .contains("was asked for the bytes from 40000 on and sent others: its Content-Range is 'bytes 7-");
    }

    @Test
    void givesUpWhenNoConnectionGoesOn() throws Exception {
        RawServer server = breaking((request, number, out) -> {});

        assertThat(passing(() -> store.pin(artifact(server))))
                .contains("While trying to read artifact " + server.address(PATH))
                .contains("after 40000 of " + TAR_GZ.length + " bytes it did not go on, although 5 more connections");
        assertThat(server.requests()).hasSize(6);
        assertThat(pauses)
                .containsExactly(
                        Duration.ofMillis(200),
                        Duration.ofMillis(400),
                        Duration.ofMillis(800),
                        Duration.ofMillis(1600),
                        Duration.ofMillis(3200));
    }

    @Test
    void asksAgainWhatCanOnlyPass() throws Exception {
        RawServer server = breaking((request, number, out) -> {
            if (number == 2) {
                head(out, 503, "Content-Length: 4");
                out.write("busy".getBytes(UTF));
            } else {
                part(out, TAR_GZ, request.from(), "ETag: \"one\"");
            }
        });

        assertThat(store.pin(artifact(server)).revision().sha256()).isEqualTo(DIGEST);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void noticesABodyThatStallsAndGoesOn() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        RawServer server = serving((request, number, out) -> {
            if (number == 1) {
                head(out, 200, "ETag: \"one\"", "Content-Length: " + TAR_GZ.length);
                out.write(TAR_GZ, 0, 1000);
                out.flush();
                never.await();
            }
            part(out, TAR_GZ, request.from(), "ETag: \"one\"");
        });

        assertThat(store.stallingAtMost(LONG_ENOUGH)
                        .pin(artifact(server))
                        .revision()
                        .sha256())
                .isEqualTo(DIGEST);
        assertThat(server.requests().get(1).header("Range")).hasValue("bytes=1000-");
    }

    @Test
    void noticesAServerThatNeverAnswers() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        RawServer server = serving((request, number, out) -> never.await());

        assertThat(passing(() -> store.stallingAtMost(SHORT).pin(artifact(server))))
                .contains(server.address(PATH) + " did not answer within 150 ms");
    }

    /** It never stalls, and never ends. */
    @Test
    void endsABodyThatDripsAtTheLimitOfTheWholeFetch() throws Exception {
        RawServer server = serving((request, number, out) -> {
            head(out, 200, "Content-Length: " + TAR_GZ.length);
            for (int i = 0; i < TAR_GZ.length; i++) {
                out.write(TAR_GZ[i]);
                out.flush();
                Thread.sleep(5);
            }
        });

        PlatformException thrown = catchThrowableOfType(
                PlatformException.class,
                () -> new HttpArtifactStore().within(Duration.ofMillis(400)).pin(artifact(server)));
        assertThat(thrown.failure()).isInstanceOf(Failure.DeadlinePassed.class);
        assertThat(thrown).hasMessage("Gave up after 400 ms: fetching artifact " + server.address(PATH));
    }

    @Test
    void holdsNoMoreThanAFewPiecesOfAFastBody() throws Exception {
        RawServer server = serving((request, number, out) -> {
            head(out, 200, "Content-Length: " + (1L << 40));
            byte[] much = new byte[1 << 16];
            while (true) {
                out.write(much);
            }
        });
        PinnedArtifact pinned = new PinnedArtifact(
                artifact(server), server.address(PATH), new dev.viridian.Revision("1", DIGEST), 1L << 40);

        try (InputStream bits = store.open(pinned)) {
            assertThat(bits.readNBytes(100 << 20)).hasSize(100 << 20);
        }
    }

    @Test
    void followsRedirectsUpToALimit() throws Exception {
        RawServer server = serving((request, number, out) -> {
            int hops = request.path().equals(PATH)
                    ? 0
                    : Integer.parseInt(request.path().substring(1));
            if (hops == 5) {
                ok(out, TAR_GZ);
            } else {
                head(out, 302 + 5 * (hops % 2), "Location: /" + (hops + 1), "Content-Length: 0");
            }
        });
        RawServer endless =
                serving((request, number, out) -> head(out, 302, "Location: " + request.path(), "Content-Length: 0"));

        assertThat(store.pin(artifact(server)).bytes()).isEqualTo(TAR_GZ.length);
        assertThat(problem(() -> store.pin(artifact(endless)))).contains("leads through more than 5 redirects");
    }

    @Test
    void refusesRedirectsThatLeadAstray() throws Exception {
        assertThat(problem(() -> store.pin(artifact(redirecting("ftp://host/x.tar.gz")))))
                .contains("redirects to ftp://host/x.tar.gz. Expected the same scheme, or https.");
        assertThat(problem(() -> store.pin(artifact(redirecting("http://example.com/x.tar.gz")))))
                .contains("http://example.com/x.tar.gz leaves this machine over plain http");
        assertThat(problem(() -> store.pin(artifact(redirecting("https://me:pass@example.com/x.tar.gz")))))
                .contains("has a user in it")
                .doesNotContain("me:pass");
        assertThat(problem(() -> store.pin(artifact(redirecting("http://[")))))
                .contains("redirects to 'http://[', which is no address");
        assertThat(problem(() -> store.pin(artifact(serving((request, number, out) -> head(out, 302))))))
                .contains("answered 302 without saying where to");
        assertThatThrownBy(() -> HttpLocation.redirected(
                        Artifact.of("https://host/a.zip"),
                        java.net.URI.create("https://host/a.zip"),
                        "http://localhost/a.zip",
                        HttpSettings.standard().withPlainHttp()))
                .hasMessageContaining("redirects to http://localhost/a.zip. Expected the same scheme, or https.");
    }

    @Test
    void sendsHeadersToTheArtifactsOwnHostAlone() throws Exception {
        RawServer other = serving((request, number, out) -> ok(out, TAR_GZ));
        RawServer own = serving((request, number, out) ->
                head(out, 302, "Location: " + other.address("/elsewhere"), "Content-Length: 0"));
        HttpArtifactStore secret = store.header("Authorization", "Bearer very-secret");

        secret.pin(artifact(own));

        assertThat(own.requests().get(0).header("Authorization")).hasValue("Bearer very-secret");
        assertThat(other.requests().get(0).header("Authorization")).isEmpty();
        assertThatThrownBy(() -> store.header("X-Key", "very\nsecret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The header 'X-Key' cannot be sent")
                .hasMessageNotContaining("secret");
    }

    @Test
    void saysWhatTheServerSays() throws Exception {
        RawServer forbidden = serving((request, number, out) -> {
            head(out, 403);
            out.write("<html><b>Access\u001b denied:</b>\n token=abcdef</html>".getBytes(UTF));
        });
        RawServer busy = serving((request, number, out) -> head(out, 429, "Content-Length: 0"));

        assertThat(problem(() -> store.pin(artifact(forbidden))))
                .isEqualTo(forbidden.address(PATH) + " answered 403, 'Access\\u001b denied: token=***'. Expected 200:"
                        + " correct the location, or give this process the right to read it.");
        assertThat(passing(() -> store.pin(artifact(busy)))).contains("answered 429.");
    }

    @Test
    void saysWhenNobodyListens() throws Exception {
        RawServer closed = serving((request, number, out) -> {});
        closed.close();

        assertThat(passing(() -> store.pin(artifact(closed))))
                .contains("could not be reached: ConnectException")
                .endsWith(". Correct the location, or see to it that this machine reaches that server.");
    }

    @Test
    void takesPlainHttpOfThisMachineOnlyUnlessAsked() {
        for (String here : List.of("http://localhost/a.zip", "http://127.0.0.1:80/a.zip", "HTTP://[::1]/a.zip")) {
            assertThat(HttpLocation.of(Artifact.of(here), HttpSettings.standard()))
                    .isNotNull();
        }
        for (String away : List.of("http://example.com/a.zip", "http://127.0.0.1.example.com/a.zip")) {
            assertThat(problem(() -> store.pin(Artifact.of(away))))
                    .isEqualTo("its location leaves this machine over plain http. Use https, or allow it by"
                            + " HttpArtifactStore.overPlainHttp().");
            assertThat(HttpLocation.of(
                            Artifact.of(away), HttpSettings.standard().withPlainHttp()))
                    .isNotNull();
        }
    }

    @Test
    void refusesLocationsThatAreNone() {
        assertThat(problem(() -> store.pin(Artifact.of("https://host/my app.zip"))))
                .contains("is no address", "Write a space as %20");
        assertThat(problem(() -> store.pin(Artifact.of("https:/a.zip")))).contains("names no host");
        assertThat(problem(() -> store.pin(Artifact.of("https://host/orders.rpm?a=b.zip"))))
                .contains("tells no archive format that is known");
        assertThat(problem(() -> store.pin(Artifact.of("https://me:pass@host/a.zip"))))
                .contains("its location has a user in it, which would stand in every journal and log");
    }

    @Test
    void endsWhenItIsInterrupted() throws Exception {
        RawServer server = serving((request, number, out) -> ok(out, TAR_GZ));
        Thread.currentThread().interrupt();

        assertThat(passing(() -> store.pin(artifact(server)))).contains("it was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Long before anything could be said to stall. */
    @Test
    void endsWhenItIsInterruptedInTheMiddleOfABody() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Thread asking = Thread.currentThread();
        RawServer server = serving((request, number, out) -> {
            head(out, 200, "Content-Length: " + TAR_GZ.length);
            out.write(TAR_GZ, 0, 1000);
            out.flush();
            while (Stream.of(asking.getStackTrace())
                    .noneMatch(call -> call.getClassName().equals(HttpBody.class.getName()))) {
                Thread.onSpinWait();
            }
            asking.interrupt();
            never.await();
        });

        assertThat(passing(() -> store.pin(artifact(server)))).contains("it was interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void readsABodyInChunksAndPassesOverInterimAnswers() throws Exception {
        RawServer server = serving((request, number, out) -> {
            out.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".getBytes(UTF));
            head(out, 200, "Transfer-Encoding: chunked");
            for (int from = 0; from < TAR_GZ.length; from += 30_000) {
                int size = Math.min(30_000, TAR_GZ.length - from);
                out.write((Integer.toHexString(size) + ";more=1\r\n").getBytes(UTF));
                out.write(TAR_GZ, from, size);
                out.write("\r\n".getBytes(UTF));
            }
            out.write("0\r\n\r\n".getBytes(UTF));
        });

        assertThat(store.pin(artifact(server)).revision().sha256()).isEqualTo(DIGEST);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void refusesAnswersThatReadersWouldDisagreeOn() throws Exception {
        assertThat(passing(() -> store.pin(artifact(saying("SSH-2.0-OpenSSH")))))
                .contains("it does not speak HTTP/1.1, it said 'SSH-2.0-OpenSSH'");
        assertThat(passing(
                        () -> store.pin(artifact(saying("HTTP/1.1 200 OK", "Content-Length: 1", "Content-Length: 2")))))
                .contains("it gives two lengths of its body, '1' and '2'");
        assertThat(passing(() -> store.pin(artifact(saying("HTTP/1.1 200 OK", "Transfer-Encoding: gzip")))))
                .contains("the transfer encoding 'gzip'");
        assertThat(passing(() -> store.pin(artifact(saying("HTTP/1.1 200 OK", "X: " + "x".repeat(1 << 16))))))
                .contains("its headers take more than 64");
    }

    private RawServer saying(String... head) throws IOException {
        return serving((request, number, out) -> out.write((String.join("\r\n", head) + "\r\n\r\n").getBytes(UTF)));
    }

    private static final java.nio.charset.Charset UTF = StandardCharsets.UTF_8;

    private RawServer serving(RawServer.Answer answer) throws IOException {
        RawServer server = new RawServer(answer);
        servers.add(server);
        return server;
    }

    /** Breaks off the first answer after 40,000 bytes. */
    private RawServer breaking(RawServer.Answer next) throws IOException {
        return serving((request, number, out) -> {
            if (number == 1) {
                head(out, 200, "ETag: \"one\"", "Content-Length: " + TAR_GZ.length);
                out.write(TAR_GZ, 0, 40_000);
            } else {
                next.write(request, number, out);
            }
        });
    }

    private RawServer redirecting(String target) throws IOException {
        return serving((request, number, out) -> head(out, 302, "Location: " + target, "Content-Length: 0"));
    }

    private static Artifact artifact(RawServer server) {
        return Artifact.of(server.address(PATH)).sha256(DIGEST);
    }

    private static String problem(ThrowingCall call) {
        PlatformException thrown = catchThrowableOfType(PlatformException.class, call::run);
        assertThat(thrown).as("it was taken").isNotNull();
        assertThat(thrown.failure()).isInstanceOf(Failure.ArtifactRefused.class);
        return ((Failure.ArtifactRefused) thrown.failure()).problem();
    }

    private static String passing(ThrowingCall call) {
        PlatformException thrown = catchThrowableOfType(PlatformException.class, call::run);
        assertThat(thrown).as("it was taken").isNotNull();
        assertThat(thrown.failure()).isInstanceOf(Failure.CallFailed.class);
        assertThat(thrown.failure().worthRetrying()).isTrue();
        return thrown.failure().message();
    }

    private interface ThrowingCall {
        void run() throws Exception;
    }

    private static byte[] archive(int seed) {
        byte[] content = new byte[200_000 + seed];
        new Random(seed).nextBytes(content);
        return RawTar.gzip(new RawTar()
                .header("content", '0', "", content.length)
                .content(content)
                .ended());
    }

    /** A clock that stands, and on which waiting is only written down. */
    private final class PassingTime implements Time {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void sleep(Duration duration) {
            pauses.add(duration);
        }
    }
}
