package dev.viridian.aws;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The bits of an object as one stream, over as many connections as it takes: where one breaks, the next one goes on from there, five times in a row at most,
 * and each byte that arrives begins that count anew.
 */
final class S3Object extends InputStream {
    private static final int MOST_FAILURES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int SHA_256_BYTES = 32;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client client;
    private final Time time;
    private final S3Location location;
    private final GetObjectResponse first;
    private ResponseInputStream<GetObjectResponse> body;
    private long position;
    private int failures;

    private S3Object(S3Client client, Time time, S3Location location, ResponseInputStream<GetObjectResponse> body) {
        this.client = client;
        this.time = time;
        this.location = location;
        this.first = body.response();
        this.body = body;
    }

    /**
     * Opens it.
     *
     * @throws PlatformException when it is not there or may not be read
     */
    static S3Object open(S3Client client, Time time, S3Location location) {
        GetObjectRequest request =
                request(location).checksumMode(ChecksumMode.ENABLED).build();
        return new S3Object(client, time, location, call(location).of(() -> client.getObject(request)));
    }

    private static GetObjectRequest.Builder request(S3Location location) {
        return GetObjectRequest.builder()
                .bucket(location.bucket())
                .key(location.key())
                .versionId(location.version().orElse(null));
    }

    private static Call call(S3Location location) {
        return new Call(location.version().isPresent() ? "s3:GetObjectVersion" : "s3:GetObject", location.arn());
    }

    /** Which version was found; empty where the bucket keeps none. */
    Optional<String> version() {
        return Optional.ofNullable(first.versionId()).filter(id -> !id.equals("null"));
    }

    /** How many bytes it has in all. */
    long length() {
        return Objects.requireNonNull(first.contentLength(), "S3 answered without a length");
    }

    /** The SHA-256 digest of the whole that S3 keeps, where it was uploaded with one; not that of parts put together. */
    Optional<String> sha256() {
        return Optional.ofNullable(first.checksumSHA256())
                .filter(text -> !text.contains("-"))
                .map(Base64.getDecoder()::decode)
                .filter(digest -> digest.length == SHA_256_BYTES)
                .map(HexFormat.of()::formatHex);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? read : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            try {
                return readOn(bytes, offset, length);
            } catch (InterruptedIOException | AbortedException e) {
                throw e;
            } catch (IOException | SdkException e) {
                connectAgain(e);
            }
        }
    }

    private int readOn(byte[] bytes, int offset, int length) throws IOException {
        int read = body.read(bytes, offset, length);
        if (read < 0 && position < length()) {
            throw new IOException("the connection ended");
        }
        if (read > 0) {
            position += read;
            failures = 0;
        }
        return read;
    }

    private void connectAgain(Exception broken) throws IOException {
        Exception last = broken;
        while (true) {
            body.abort();
            failures++;
            if (failures > MOST_FAILURES) {
                throw new IOException(
                        "after " + position + " of " + length() + " bytes of " + location
                                + " it did not go on, although " + MOST_FAILURES + " more connections were tried: "
                                + last.getMessage(),
                        last);
            }
            time.sleep(FIRST_PAUSE.multipliedBy(1L << (failures - 1)));
            try {
                body = client.getObject(request(location.at(version()))
                        .range("bytes=" + position + "-")
                        .ifMatch(first.eTag())
                        .build());
                return;
            } catch (S3Exception e) {
                last = requireSame(e);
            } catch (AbortedException e) {
                throw e;
            } catch (SdkException e) {
                last = e;
            }
        }
    }

    private S3Exception requireSame(S3Exception e) {
        if (e.statusCode() == PRECONDITION_FAILED) {
            throw new PlatformException(
                    new Failure.ArtifactRefused(
                            location.toString(),
                            "it changed while it was fetched, after " + position
                                    + " bytes had arrived. Deploy again to pin what is there now."),
                    e);
        }
        PlatformException failed = call(location).failed(e);
        if (!failed.failure().worthRetrying()) {
            throw failed;
        }
        return e;
    }

    /** Ends the connection: what has not been read is not waited for. */
    @Override
    public void close() {
        if (position < length()) {
            body.abort();
            return;
        }
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
