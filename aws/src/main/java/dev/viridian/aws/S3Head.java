package dev.viridian.aws;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What S3 says of an object without its bits.
 *
 * @param version which version it is; empty where the bucket keeps none
 * @param length how many bytes it has
 * @param sha256 the SHA-256 digest of the whole that S3 keeps, where it was uploaded with one; not that of parts put together
 */
record S3Head(Optional<String> version, long length, Optional<String> sha256) {
    private static final int SHA_256_BYTES = 32;

    /**
     * Asks for it.
     *
     * @param tag the ETag that the object must have; any without it
     * @throws dev.viridian.spi.PlatformException when it is not there or may not be read
     */
    static S3Head of(S3Client client, S3Location location, Optional<String> tag) {
        HeadObjectResponse answer = location.toRead(client)
                .of(() -> client.headObject(request -> request.bucket(location.bucket())
                        .key(location.key())
                        .versionId(location.version().orElse(null))
                        .ifMatch(tag.orElse(null))
                        .checksumMode(ChecksumMode.ENABLED)));
        return new S3Head(
                S3Location.version(answer.versionId()),
                Objects.requireNonNull(answer.contentLength(), "S3 answered without a length"),
                digest(answer.checksumSHA256()));
    }

    private static Optional<String> digest(@Nullable String checksum) {
        return Optional.ofNullable(checksum)
                .filter(text -> !text.contains("-"))
                .map(Base64.getDecoder()::decode)
                .filter(digest -> digest.length == SHA_256_BYTES)
                .map(HexFormat.of()::formatHex);
    }
}
