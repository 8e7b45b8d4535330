package dev.viridian.artifact;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Artifacts of a web server: {@code https://releases.example.com/orders/1.4.2/orders.tar.gz}. Plain {@code http:} is taken of this
 * machine only, unless {@link #overPlainHttp()} asks for more.
 *
 * <p>A digest is required: in the artifact ({@link Artifact#sha256(String)}) or beside it, in {@code orders.tar.gz.sha256}. What is
 * fetched is proven by it each time, so an artifact that was replaced after it was pinned is refused.
 *
 * <p>A connection that breaks, or on which nothing comes for 30 seconds, is made again and goes on where it stopped, five times in a
 * row at most; each byte that arrives begins that count anew. A server that cannot send a part is asked for the whole, of which the
 * beginning is passed over. Content that changed in between, by its ETag, its time of modification or its length, is refused. A whole
 * fetch takes an hour at most. Five redirects are followed, to the same scheme or to {@code https:}.
 *
 * <pre>{@code
 * LocalPlatform.application("orders")….artifactsFrom(ArtifactStores.of(
 *         new HttpArtifactStore().header("Authorization", "Bearer " + token), new FileArtifactStore()))
 * }</pre>
 *
 * <p>Without headers it is found by itself ({@link ArtifactStores#installed()}). Immutable; may be used by several threads.
 */
public final class HttpArtifactStore implements ArtifactStore {
    /** How long nothing may arrive, unless told otherwise. */
    public static final Duration DEFAULT_STALL = Duration.ofSeconds(30);

    /** How long a whole fetch may take, unless told otherwise. */
    public static final Duration DEFAULT_LIMIT = Duration.ofHours(1);

    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private final HttpSettings settings;
    private final Time time;

    /** For {@link java.util.ServiceLoader}, and for {@link ArtifactStores#of}. */
    public HttpArtifactStore() {
        this(HttpSettings.standard(), Time.system());
    }

    HttpArtifactStore(HttpSettings settings, Time time) {
        this.settings = settings;
        this.time = time;
    }

    /**
     * A header of each request, such as {@code Authorization}. It is sent to the artifact's own host alone, not to those that it
     * redirects to; its value is taken for a secret and never shown.
     *
     * @throws IllegalArgumentException when it cannot be sent
     */
    public HttpArtifactStore header(String name, String value) {
        return new HttpArtifactStore(settings.withHeader(name, value), time);
    }

    /** Takes {@code http:} of other machines, too: whoever is on the way can see what is fetched, and withhold it, but not change it. */
    public HttpArtifactStore overPlainHttp() {
        return new HttpArtifactStore(settings.withPlainHttp(), time);
    }

    /** How long nothing may arrive before the connection is made again; 30 seconds without this. */
    public HttpArtifactStore stallingAtMost(Duration stall) {
        return new HttpArtifactStore(settings.withStall(stall), time);
    }

    /** How long a whole fetch may take, with all its connections; an hour without this. */
    public HttpArtifactStore within(Duration limit) {
        return new HttpArtifactStore(settings.withLimit(limit), time);
    }

    @Override
    public Set<String> schemes() {
        return Set.of("http", "https");
    }

    @Override
    public PinnedArtifact pin(Artifact artifact) {
        Pinning pinning = Pinning.of(artifact);
        HttpFetch fetch = new HttpFetch(artifact, settings, time);
        URI location = HttpLocation.of(artifact, settings);
        try {
            if (artifact.sha256().isEmpty()) {
                pinning =
                        pinning.beside(digestBeside(artifact, fetch, HttpLocation.beside(location, DigestFile.SUFFIX)));
            }
            if (artifact.verifier().isPresent()) {
                pinning =
                        pinning.signed(signature(artifact, fetch, HttpLocation.beside(location, SignatureFile.SUFFIX)));
            }
            try (InputStream bits = fetch.open(location)) {
                return pinning.pin(bits);
            }
        } catch (IOException e) {
            throw PlatformException.passing("fetch artifact " + artifact, e);
        }
    }

    @Override
    public InputStream open(PinnedArtifact pinned) {
        Artifact artifact = pinned.artifact();
        try {
            ResumedBody bits = new HttpFetch(artifact, settings, time).open(HttpLocation.of(artifact, settings));
            requireSize(artifact, pinned.bytes(), bits);
            return bits;
        } catch (IOException e) {
            throw PlatformException.passing("fetch artifact " + artifact, e);
        }
    }

    private static void requireSize(Artifact artifact, long expected, ResumedBody bits) throws IOException {
        OptionalLong found = bits.length();
        if (found.isPresent() && found.getAsLong() != expected) {
            bits.close();
            throw refused(
                    artifact,
                    "it has " + found.getAsLong() + " bytes now and had " + expected
                            + " when it was pinned. It was replaced since: deploy again to pin what is there now.");
        }
    }

    private static DigestFile digestBeside(Artifact artifact, HttpFetch fetch, URI beside) throws IOException {
        HttpReply reply = fetch.get(beside);
        try (HttpBody body = reply.body()) {
            if (isMissing(reply)) {
                throw refused(
                        artifact,
                        "no SHA-256 digest is known of it: the deployment gives none, and " + HttpLocation.shown(beside)
                                + " was answered with " + reply.status()
                                + ". Give it by Artifact.of(…).sha256(…), or upload"
                                + " what sha256sum writes beside it.");
            }
            fetch.requireOk(reply);
            String text = new String(body.readNBytes(DigestFile.LONGEST), StandardCharsets.UTF_8);
            return DigestFile.parse(artifact, HttpLocation.shown(beside), text);
        }
    }

    private static SignatureFile signature(Artifact artifact, HttpFetch fetch, URI beside) throws IOException {
        HttpReply reply = fetch.get(beside);
        try (HttpBody body = reply.body()) {
            if (isMissing(reply)) {
                throw new PlatformException(Pinning.unsigned(artifact, HttpLocation.shown(beside)));
            }
            fetch.requireOk(reply);
            return new SignatureFile(HttpLocation.shown(beside), body.readNBytes(SignatureFile.LONGEST));
        }
    }

    private static boolean isMissing(HttpReply reply) {
        return reply.status() == NOT_FOUND || reply.status() == GONE;
    }

    private static PlatformException refused(Artifact artifact, String problem) {
        return new PlatformException(new Failure.ArtifactRefused(artifact.location(), problem));
    }
}
