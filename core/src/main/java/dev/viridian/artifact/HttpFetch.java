package dev.viridian.artifact;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.text.Durations;
import dev.viridian.text.Redaction;
import dev.viridian.text.Thrown;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

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
        ContentState state = ContentState.of(reply);
        return ResumedBody.of(new HttpResumption(this, location, state), state.length(), time)
                .beginningWith(reply.body());
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

    private HttpReply send(URI to, boolean ownHost, Map<String, String> more) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "viridian");
        headers.put("Accept", "*/*");
        if (ownHost) {
            headers.putAll(settings.headers());
        }
        headers.putAll(more);
        headers.put("Accept-Encoding", "identity");
        headers.put("Connection", "close");
        return await(to, headers);
    }

    /** Whatever comes before the body, the name of the host and TLS included, has one time limit; closing the connection ends it. */
    private HttpReply await(URI to, Map<String, String> headers) throws IOException {
        HttpConnection connection = new HttpConnection(to);
        boolean answered = false;
        Duration patience = patience();
        try {
            HttpReply reply = Tasks.threads().within(patience, () -> connection.get(headers, this::patience));
            answered = true;
            return reply;
        } catch (TimeoutException | HttpBody.Stalled e) {
            throw new IOException(
                    HttpLocation.shown(to) + " did not answer within " + Durations.text(patience) + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HttpBody.interrupted(e);
        } catch (IOException e) {
            throw new IOException(
                    HttpLocation.shown(to) + " could not be reached: " + Thrown.text(e)
                            + ". Correct the location, or see to it that this machine "
                            + (e instanceof SSLException ? "trusts" : "reaches") + " that server.",
                    e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("no connection throws " + e.getClass(), e);
        } finally {
            if (!answered) {
                connection.close();
            }
        }
    }

    /** How long the next thing may take. */
    private Duration patience() {
        Duration left = Duration.between(time.now(), end);
        if (left.isNegative() || left.isZero()) {
            throw new PlatformException(new Failure.DeadlinePassed("fetching artifact " + artifact, settings.limit()));
        }
        return Durations.shorter(left, settings.stall());
    }
}
