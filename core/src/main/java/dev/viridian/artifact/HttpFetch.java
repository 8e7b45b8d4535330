package dev.viridian.artifact;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import dev.viridian.text.Durations;
import dev.viridian.text.Redaction;
import dev.viridian.text.Thrown;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One fetch of an artifact, which may take several requests, within one time limit. */
final class HttpFetch {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 5;
    private static final int LONGEST_EXCERPT = 1000;

    private final Artifact artifact;
    private final HttpSettings settings;
    private final Time time;
    private final Instant end;

    HttpFetch(Artifact artifact, HttpSettings settings, Time time) {
        this.artifact = artifact;
        this.settings = settings;
        this.time = time;
        this.end = time.now().plus(settings.limit());
    }

    /** The whole content. */
    ResumedBody open(URI location) throws IOException {
        HttpReply reply = get(location);
        requireOk(reply);
        return new ResumedBody(this, location, reply);
    }

    HttpReply get(URI location) throws IOException {
        return get(location, Map.of());
    }

    /** The answer to one request, after all redirects, whatever it is. */
    HttpReply get(URI location, Map<String, String> more) throws IOException {
        URI from = location;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpReply reply = send(from, HttpLocation.isSameHost(from, location), more);
            if (!REDIRECTS.contains(reply.status())) {
                return reply;
            }
            reply.body().close();
            URI redirecting = from;
            String target = reply.header("Location")
                    .orElseThrow(() -> refused(HttpLocation.shown(redirecting) + " answered " + reply.status()
                            + " without saying where to. Expected a Location header."));
            from = HttpLocation.redirected(artifact, from, target, settings);
        }
        throw refused(HttpLocation.shown(location) + " leads through more than " + MOST_REDIRECTS
                + " redirects, the last to " + HttpLocation.shown(from) + ". Give the location where it ends.");
    }

    /** Refuses an answer that is none, or says that it may be one later. */
    void requireOk(HttpReply reply) throws IOException {
        if (reply.status() == HttpReply.OK) {
            return;
        }
        String answer = answer(reply);
        if (reply.isPassing()) {
            throw new IOException(answer);
        }
        throw refused(answer + " Expected 200: correct the location, or give this process the right to read it.");
    }

    /** What the server says when it gives nothing else. Closes the body. */
    String answer(HttpReply reply) {
        String said = "";
        try (HttpBody body = reply.body()) {
            said = new String(body.readNBytes(LONGEST_EXCERPT), StandardCharsets.UTF_8);
        } catch (IOException e) {
            said = "and then " + Thrown.text(e);
        }
        String line = Redaction.of(said.replaceAll("<[^>]*>", " "))
                .replaceAll("\\s+", " ")
                .strip();
        return HttpLocation.shown(reply.from()) + " answered " + reply.status()
                + (line.isEmpty() ? "." : ", " + Shown.name(line) + ".");
    }

    PlatformException refused(String problem) {
        return new PlatformException(new Failure.ArtifactRefused(artifact.location(), problem));
    }

    void pause(Duration pause) {
        time.sleep(pause);
    }

    private HttpReply send(URI to, boolean ownHost, Map<String, String> more) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(to).GET().setHeader("Accept-Encoding", "identity");
        if (ownHost) {
            settings.headers().forEach(request::setHeader);
        }
        more.forEach(request::setHeader);
        return await(to, request.build());
    }

    /** The head is taken from the client as it comes: the client's own future fails as a whole where a body fails early. */
    private HttpReply await(URI to, HttpRequest request) throws IOException {
        CompletableFuture<HttpReply> head = new CompletableFuture<>();
        CompletableFuture<HttpResponse<HttpBody>> all = Client.SHARED.sendAsync(request, info -> {
            HttpBody body = new HttpBody(this::patience);
            head.complete(new HttpReply(to, info.statusCode(), info.headers(), body));
            return body;
        });
        all.exceptionally(failure -> {
            if (!head.completeExceptionally(failure)) {
                head.join().body().onError(failure);
            }
            return null;
        });
        Duration patience = patience();
        try {
            return head.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            all.cancel(true);
            throw new IOException(
                    HttpLocation.shown(to) + " did not answer within " + Durations.text(patience) + ".", e);
        } catch (InterruptedException e) {
            all.cancel(true);
            Thread.currentThread().interrupt();
            throw HttpBody.interrupted(e);
        } catch (ExecutionException e) {
            Throwable cause = cause(e);
            throw new IOException(HttpLocation.shown(to) + " could not be reached: " + Thrown.text(cause) + ".", cause);
        }
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wraps = failure instanceof ExecutionException || failure instanceof CompletionException;
        return wraps && cause != null ? cause(cause) : failure;
    }

    /** How long the next thing may take. */
    private Duration patience() {
        Duration left = Duration.between(time.now(), end);
        if (left.isNegative() || left.isZero()) {
            throw new PlatformException(new Failure.DeadlinePassed("fetching artifact " + artifact, settings.limit()));
        }
        return left.compareTo(settings.stall()) < 0 ? left : settings.stall();
    }

    /** Made when it is first needed, for most deployments never. One connection a request: several machines fetch side by side. */
    private static final class Client {
        private static final Duration CONNECT = Duration.ofSeconds(10);

        private static final HttpClient SHARED = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }
}
