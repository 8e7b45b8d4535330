package dev.viridian.aws;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.artifact.DigestFile;
import dev.viridian.artifact.Pinning;
import dev.viridian.artifact.SignatureFile;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Artifacts in S3: {@code s3://releases/orders/1.4.2/orders.tar.gz}, or with {@code ?versionId=…} one version of it.
 *
 * <p>A digest is required: in the artifact ({@link Artifact#sha256(String)}), beside it, in {@code orders.tar.gz.sha256}, or as the SHA-256 checksum with
 * which it was uploaded ({@code aws s3api put-object --checksum-algorithm SHA256}). What is fetched is proven by it each time. In a bucket that keeps
 * versions the one that was proven is pinned, so that whatever is uploaded later is not deployed by this deployment.
 *
 * <p>An object of more than 4 MiB is fetched in parts of that size, up to six at once, each of the version and the content that was found first, and handed out in order: digested and
 * unpacked in one pass, in 24 MiB of memory whatever its size. A smaller one takes one call. A connection that breaks is made again and goes on where it stopped, five times in a row
 * at most, for each part by itself; where S3 asks for less (503) all of them wait, and fewer are fetched at once. A server that sends no parts sends the whole by one connection, and
 * a warning of the logger {@code dev.viridian.aws} says so.
 *
 * <p>With this module on the class path it is found by itself, and its client, made when it is first needed, looks for region, credentials and endpoint where the
 * AWS SDK looks for them. {@link #with} takes another client:
 *
 * <pre>{@code
 * LocalPlatform.application("orders")….artifactsFrom(ArtifactStores.of(S3ArtifactStore.with(client)))
 * }</pre>
 *
 * <p>What must be allowed: {@code s3:GetObject} on the objects, and {@code s3:GetObjectVersion} where the bucket keeps versions. Without {@code s3:ListBucket} on the
 * bucket S3 says of an object that is missing that it is forbidden. Safe for use by several threads.
 */
public final class S3ArtifactStore implements ArtifactStore {
    private final Supplier<S3Client> client;
    private final Time time;
    private final Tasks tasks;

    /** For {@link java.util.ServiceLoader}. */
    public S3ArtifactStore() {
        this(Clients::s3, Time.system(), Tasks.threads());
    }

    private S3ArtifactStore(Supplier<S3Client> client, Time time, Tasks tasks) {
        this.client = client;
        this.time = time;
        this.tasks = tasks;
    }

    /**
     * With a client of the caller's.
     *
     * @param client stays the caller's, who closes it
     */
    public static S3ArtifactStore with(S3Client client) {
        return new S3ArtifactStore(() -> client, Time.system(), Tasks.threads());
    }

    /** Lives in that time, and fetches parts that way; in the computer's own without it. For tests. */
    public S3ArtifactStore living(Time time, Tasks tasks) {
        return new S3ArtifactStore(client, time, tasks);
    }

    @Override
    public Set<String> schemes() {
        return Set.of("s3");
    }

    @Override
    public PinnedArtifact pin(Artifact artifact) {
        Pinning pinning = Pinning.of(artifact);
        S3Location location = S3Location.parse(artifact.location());
        try (S3Object object = found(artifact, location)) {
            return requiring(pinning, artifact, location.at(object.version()), object::sha256)
                    .pin(object);
        }
    }

    /** Asks for no bit of it: in one call where the artifact gives its digest and needs no signature, and in one for each of the two that lie beside it. */
    @Override
    public PinnedArtifact find(Artifact artifact) {
        Pinning pinning = Pinning.of(artifact);
        S3Location location = S3Location.parse(artifact.location());
        S3Head head = unlessMissing(() -> S3Head.of(client.get(), location, Optional.empty()))
                .orElseThrow(() -> missing(artifact, location));
        return requiring(pinning, artifact, location.at(head.version()), head::sha256)
                .unread(head.sha256(), head.length());
    }

    /** With the digest and the signature that it must have. */
    private Pinning requiring(
            Pinning pinning, Artifact artifact, S3Location location, Supplier<Optional<String>> checksum) {
        Pinning here = pinning.at(location.toString());
        Pinning known = artifact.sha256().isPresent() ? here : here.beside(digest(artifact, location, checksum));
        return artifact.verifier().isPresent() ? known.signed(signature(artifact, location)) : known;
    }

    @Override
    public InputStream open(PinnedArtifact pinned) {
        S3Object object = found(pinned.artifact(), S3Location.parse(pinned.location()));
        if (object.length() != pinned.bytes()) {
            object.close();
            throw refused(
                    pinned.artifact(),
                    "it has " + object.length() + " bytes now and had " + pinned.bytes()
                            + " when it was pinned. It was replaced since: deploy again to pin what is there now.");
        }
        return object;
    }

    private S3Object found(Artifact artifact, S3Location location) {
        return opened(location).orElseThrow(() -> missing(artifact, location));
    }

    private static PlatformException missing(Artifact artifact, S3Location location) {
        return refused(artifact, "there is no object " + location + ". Upload it, or correct the location.");
    }

    private DigestFile digest(Artifact artifact, S3Location location, Supplier<Optional<String>> checksum) {
        S3Location beside = location.beside(DigestFile.SUFFIX);
        Optional<byte[]> file = content(beside, DigestFile.LONGEST);
        if (file.isPresent()) {
            return DigestFile.parse(artifact, beside.toString(), new String(file.get(), StandardCharsets.UTF_8));
        }
        return checksum.get()
                .map(digest -> new DigestFile("the checksum that S3 keeps of it", digest))
                .orElseThrow(() -> refused(
                        artifact,
                        "no SHA-256 digest is known of it: the deployment gives none, there is no " + beside
                                + ", and it was uploaded without a SHA-256 checksum of the whole. Give it by Artifact.of(…).sha256(…), upload what"
                                + " sha256sum writes beside it, or upload it with --checksum-algorithm SHA256."));
    }

    private SignatureFile signature(Artifact artifact, S3Location location) {
        S3Location beside = location.beside(SignatureFile.SUFFIX);
        return content(beside, SignatureFile.LONGEST)
                .map(bytes -> new SignatureFile(beside.toString(), bytes))
                .orElseThrow(() -> new PlatformException(Pinning.unsigned(artifact, beside.toString())));
    }

    private Optional<byte[]> content(S3Location location, int most) {
        Optional<S3Object> found = opened(location);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (S3Object object = found.get()) {
            return Optional.of(object.readNBytes(most));
        } catch (IOException e) {
            throw PlatformException.passing("read " + location, e);
        }
    }

    private Optional<S3Object> opened(S3Location location) {
        return unlessMissing(() -> S3Object.open(client.get(), time, tasks, location, S3Object.PART));
    }

    private static <T> Optional<T> unlessMissing(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (PlatformException e) {
            if (e.getCause() instanceof S3Exception answer && isMissing(answer)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isMissing(S3Exception answer) {
        return answer.awsErrorDetails() != null
                && Set.of("NoSuchKey", "NoSuchVersion")
                        .contains(answer.awsErrorDetails().errorCode());
    }

    private static PlatformException refused(Artifact artifact, String problem) {
        return new PlatformException(new Failure.ArtifactRefused(artifact.location(), problem));
    }
}
