package dev.viridian.aws;

import dev.viridian.Failure;
import dev.viridian.artifact.ResumedBody;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The bits of an object as one stream. The first call asks for its first part, which is all of most objects; of a larger one the other parts are fetched several at once while
 * that is read. A connection that breaks is made again and goes on where it stopped, and whatever is fetched is of the version and the content that was found first.
 */
final class S3Object extends ByteStream {
    /** As large as makes the time to the first byte small beside the rest, and as small as is worth no thought in memory when some of them are there. */
    static final int PART = 4 << 20;

    private static final System.Logger LOG = System.getLogger("dev.viridian.aws");
    private static final int PRECONDITION_FAILED = 412;
    private static final int OUT_OF_RANGE = 416;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final S3Client client;
    private final S3Location location;
    private final Optional<String> version;
    private final String tag;
    private final long length;
    private final PartPace pace;
    private final InputStream first;
    private final S3Parts parts;
    private final boolean hasParts;
    private boolean inParts;

    private S3Object(
            S3Client client,
            Time time,
            Tasks tasks,
            S3Location location,
            int part,
            ResponseInputStream<GetObjectResponse> body) {
        GetObjectResponse answer = body.response();
        this.client = client;
        this.location = location;
        this.version = S3Location.version(answer.versionId());
        this.tag = Objects.requireNonNull(answer.eTag(), "S3 answered without an ETag");
        this.length = whole(answer);
        this.pace = new PartPace(time);
        long come = come(answer);
        this.hasParts = come < length;
        this.first = ResumedBody.of(position -> connect(position, come), OptionalLong.of(come), time)
                .beginningWith(new S3Body(body, come));
        this.parts = new S3Parts(
                (from, to) ->
                        ResumedBody.of(position -> connect(from + position, to), OptionalLong.of(to - from), time),
                tasks,
                pace,
                come,
                length,
                part);
    }

    /**
     * Opens it.
     *
     * @param part how many bytes are fetched by one call
     * @throws PlatformException when it is not there or may not be read
     */
    static S3Object open(S3Client client, Time time, Tasks tasks, S3Location location, int part) {
        S3Object object = new S3Object(
                client, time, tasks, location, part, location.toRead(client).of(() -> begin(client, location, part)));
        if (object.length > part && !object.hasParts) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Whoever serves {0} sends no parts of it, so all of its {1} bytes come by one connection.",
                    location,
                    object.length);
        }
        return object;
    }

    private static ResponseInputStream<GetObjectResponse> begin(S3Client client, S3Location location, int part) {
        try {
            return client.getObject(
                    request(location).range("bytes=0-" + (part - 1)).build());
        } catch (S3Exception e) {
            if (e.statusCode() == OUT_OF_RANGE) {
                return client.getObject(request(location).build()); // it is empty
            }
            throw e;
        }
    }

    private static GetObjectRequest.Builder request(S3Location location) {
        return GetObjectRequest.builder()
                .bucket(location.bucket())
                .key(location.key())
                .versionId(location.version().orElse(null));
    }

    private static long come(GetObjectResponse answer) {
        return Objects.requireNonNull(answer.contentLength(), "S3 answered without a length");
    }

    private static long whole(GetObjectResponse answer) {
        String range = answer.contentRange();
        return range == null ? come(answer) : Long.parseLong(range.substring(range.indexOf('/') + 1));
    }

    /** Which version was found; empty where the bucket keeps none. */
    Optional<String> version() {
        return version;
    }

    /** How many bytes it has in all. */
    long length() {
        return length;
    }

    /** The SHA-256 digest of the whole that S3 keeps, where it was uploaded with one; not that of parts put together. It is asked for: S3 tells it not with a part. */
    Optional<String> sha256() {
        return S3Head.of(client, location.at(version), Optional.of(tag)).sha256();
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        if (inParts) {
            return parts.read(bytes, offset, most);
        }
        parts.readAhead();
        int read = first.read(bytes, offset, most);
        if (read >= 0) {
            return read;
        }
        first.close();
        inParts = true;
        return parts.read(bytes, offset, most);
    }

    /** Asks for the bytes from one position to another, which does not belong to them. */
    private InputStream connect(long from, long to) throws IOException {
        pace.await();
        try {
            ResponseInputStream<GetObjectResponse> body = client.getObject(request(location.at(version))
                    .range("bytes=" + from + "-" + (to - 1))
                    .ifMatch(tag)
                    .build());
            return requireSame(body, from);
        } catch (AbortedException e) {
            throw S3Body.interrupted(e);
        } catch (SdkException e) {
            throw passing(e, from);
        }
    }

    /** A server that knows no ranges sends the whole, and one that knows no conditions what is there now. */
    private InputStream requireSame(ResponseInputStream<GetObjectResponse> body, long from) throws IOException {
        GetObjectResponse answer = body.response();
        if (!tag.equals(answer.eTag())) {
            body.abort();
            throw changed(from, null);
        }
        String range = answer.contentRange();
        if (range != null && !range.startsWith("bytes " + from + "-")) {
            body.abort();
            throw new PlatformException(new Failure.ArtifactRefused(
                    location.toString(),
                    "its bytes from " + from + " on were asked for, and others were sent: Content-Range is " + range
                            + "."));
        }
        S3Body bits = new S3Body(body, come(answer));
        if (range == null) {
            passOver(bits, from);
        }
        return bits;
    }

    private static void passOver(InputStream bits, long bytes) throws IOException {
        try {
            bits.skipNBytes(bytes);
        } catch (IOException e) {
            bits.close();
            throw e;
        }
    }

    private IOException passing(SdkException e, long from) {
        int status = e instanceof AwsServiceException answer ? answer.statusCode() : 0;
        if (status == PRECONDITION_FAILED) {
            throw changed(from, e);
        }
        PlatformException failed = location.toRead(client).failed(e);
        if (!failed.failure().worthRetrying()) {
            throw failed;
        }
        boolean throttled = e instanceof AwsServiceException answer && answer.isThrottlingException();
        if (throttled || status == SERVICE_UNAVAILABLE) {
            pace.slowDown();
        }
        return new IOException(e.getMessage(), e);
    }

    private PlatformException changed(long from, @Nullable SdkException e) {
        Failure failure = new Failure.ArtifactRefused(
                location.toString(),
                "it changed while it was fetched: its bytes from " + from
                        + " on are of another content. Deploy again to pin what is there now.");
        return e == null ? new PlatformException(failure) : new PlatformException(failure, e);
    }

    /** Ends what is under way: what has not been read is not waited for. */
    @Override
    public void close() {
        parts.close();
        try {
            first.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
