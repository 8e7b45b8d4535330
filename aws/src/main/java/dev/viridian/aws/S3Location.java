package dev.viridian.aws;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where an object is: {@code s3://bucket/key}, or {@code s3://bucket/key?versionId=…} where one version of it is meant. A key is taken to the letter: it
 * may hold spaces and {@code #}, and nothing in it is decoded.
 *
 * @param version empty for the one that is there
 */
record S3Location(String bucket, String key, Optional<String> version) {
    private static final String SCHEME = "s3://";
    private static final String VERSION = "?versionId=";

    /**
     * Reads it.
     *
     * @throws PlatformException with {@link Failure.ArtifactRefused} when it is none
     */
    static S3Location parse(String location) {
        boolean isS3 = location.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String rest = isS3 ? location.substring(SCHEME.length()) : "";
        int slash = rest.indexOf('/');
        int version = rest.lastIndexOf(VERSION);
        String key = slash < 0 ? "" : rest.substring(slash + 1, version > slash ? version : rest.length());
        if (slash < 1 || key.isEmpty()) {
            throw new PlatformException(new Failure.ArtifactRefused(
                    location,
                    "it names no object. Expected s3://bucket/key, such as s3://releases/orders/1.4.2/orders.tar.gz."));
        }
        return new S3Location(
                rest.substring(0, slash),
                key,
                Optional.of(rest.substring(version > slash ? version + VERSION.length() : rest.length()))
                        .filter(id -> !id.isEmpty()));
    }

    /** The same object, in that version. */
    S3Location at(Optional<String> found) {
        return new S3Location(bucket, key, found.or(this::version));
    }

    /** What lies beside it. */
    S3Location beside(String suffix) {
        return new S3Location(bucket, key + suffix, Optional.empty());
    }

    /** The call of that client that reads it, or looks at it. */
    Call toRead(S3Client client) {
        return new Call(version.isPresent() ? "s3:GetObjectVersion" : "s3:GetObject", arn(client));
    }

    /** Which version S3 says that an object is; empty where the bucket keeps none, or kept none yet. */
    static Optional<String> version(@Nullable String told) {
        return Optional.ofNullable(told).filter(id -> !id.equals("null"));
    }

    private String arn(S3Client client) {
        return "arn:" + Partition.of(client) + ":s3:::" + bucket + "/" + key;
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key + version.map(id -> VERSION + id).orElse("");
    }
}
