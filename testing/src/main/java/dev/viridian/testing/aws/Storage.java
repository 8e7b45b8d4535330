package dev.viridian.testing.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * S3: buckets, with versions where that is switched on, and
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html">conditional requests</a>.
 */
final class Storage {
    private static final int PAGE = 1000;

    final Map<String, Bucket> buckets = new TreeMap<>();
    private final Agenda agenda;
    private final Ids ids;

    Storage(Agenda agenda, Ids ids) {
        this.agenda = agenda;
        this.ids = ids;
    }

    /** A bucket; of each key the versions, the latest last. */
    private static final class Bucket {
        final Map<String, List<Version>> objects = new TreeMap<>();
        boolean keepsVersions;

        Optional<Version> latest(String key) {
            List<Version> versions = objects.getOrDefault(key, List.of());
            return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
        }
    }

    /** A version of an object; without content where it marks a deletion. */
    private record Version(
            String id,
            Optional<byte[]> content,
            String tag,
            Instant at,
            Map<String, String> metadata,
            String type,
            @Nullable String sha256) {
        boolean isThere() {
            return content.isPresent();
        }

        byte[] bytes() {
            return content.orElseThrow();
        }
    }

    Operations operations() {
        return new Operations(Service.S3)
                .on(CreateBucketRequest.class, "Bucket! CreateBucketConfiguration", this::create)
                .on(HeadBucketRequest.class, "Bucket!", this::head)
                .on(PutBucketVersioningRequest.class, "Bucket! VersioningConfiguration.Status!", this::setVersioning)
                .on(GetBucketVersioningRequest.class, "Bucket!", this::versioning)
                .on(
                        PutObjectRequest.class,
                        "Bucket! Key! IfMatch IfNoneMatch ContentType ContentLength Metadata ChecksumAlgorithm ChecksumSHA256",
                        (request, body) -> put(request, (RequestBody) Objects.requireNonNull(body)))
                .on(
                        GetObjectRequest.class,
                        "Bucket! Key! VersionId Range IfMatch ChecksumMode",
                        (request, transformer) -> get(request, Objects.requireNonNull(transformer)))
                .on(HeadObjectRequest.class, "Bucket! Key! VersionId IfMatch ChecksumMode", this::headObject)
                .on(DeleteObjectRequest.class, "Bucket! Key! VersionId IfMatch", this::delete)
                .on(ListObjectsV2Request.class, "Bucket! Prefix StartAfter ContinuationToken MaxKeys", this::list);
    }

    /** Whether that object is there. */
    boolean holds(String bucket, String key) {
        return Optional.ofNullable(buckets.get(bucket))
                .flatMap(found -> found.latest(key))
                .filter(Version::isThere)
                .isPresent();
    }

    private Bucket bucket(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw Service.S3.refusal(
                    NoSuchBucketException.builder(), 404, "NoSuchBucket", "The specified bucket does not exist");
        }
        return bucket;
    }

    private CreateBucketResponse create(CreateBucketRequest request) {
        if (buckets.containsKey(request.bucket())) {
            throw Service.S3.refusal(
                    BucketAlreadyOwnedByYouException.builder(),
                    409,
                    "BucketAlreadyOwnedByYou",
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        buckets.put(request.bucket(), new Bucket());
        return CreateBucketResponse.builder().location("/" + request.bucket()).build();
    }

    private HeadBucketResponse head(HeadBucketRequest request) {
        bucket(request.bucket());
        return HeadBucketResponse.builder().build();
    }

    private PutBucketVersioningResponse setVersioning(PutBucketVersioningRequest request) {
        bucket(request.bucket()).keepsVersions =
                request.versioningConfiguration().statusAsString().equals("Enabled");
        return PutBucketVersioningResponse.builder().build();
    }

    private GetBucketVersioningResponse versioning(GetBucketVersioningRequest request) {
        return GetBucketVersioningResponse.builder()
                .status(bucket(request.bucket()).keepsVersions ? "Enabled" : null)
                .build();
    }

    private PutObjectResponse put(PutObjectRequest request, RequestBody body) {
        Bucket bucket = bucket(request.bucket());
        Optional<Version> before = bucket.latest(request.key()).filter(Version::isThere);
        if ("*".equals(request.ifNoneMatch()) && before.isPresent()) {
            throw preconditionFailed();
        }
        if (request.ifMatch() != null) {
            Version there = before.orElseThrow(Storage::noSuchKey);
            requireTag(there, request.ifMatch());
        }
        byte[] content = read(body);
        String sha256 = Base64.getEncoder().encodeToString(digest("SHA-256", content));
        if (request.checksumSHA256() != null && !request.checksumSHA256().equals(sha256)) {
            throw Service.S3.refusal(
                    400, "BadDigest", "The SHA256 you specified did not match the calculated checksum.");
        }
        boolean keepsDigest = request.checksumSHA256() != null || "SHA256".equals(request.checksumAlgorithmAsString());
        Version version = new Version(
                bucket.keepsVersions ? ids.ending("version") : "null",
                Optional.of(content),
                '"' + HexFormat.of().formatHex(digest("MD5", content)) + '"',
                agenda.now(),
                Map.copyOf(request.metadata()),
                Optional.ofNullable(request.contentType())
                        .or(() -> Optional.ofNullable(body.contentType()))
                        .orElse("application/octet-stream"),
                keepsDigest ? sha256 : null);
        add(bucket, request.key(), version);
        return PutObjectResponse.builder()
                .eTag(version.tag())
                .versionId(bucket.keepsVersions ? version.id() : null)
                .checksumSHA256(version.sha256())
                .build();
    }

    private static void add(Bucket bucket, String key, Version version) {
        List<Version> versions = bucket.objects.computeIfAbsent(key, any -> new ArrayList<>());
        if (!bucket.keepsVersions) {
            versions.removeIf(old -> old.id().equals("null"));
        }
        versions.add(version);
    }

    private static byte[] read(RequestBody body) {
        try (InputStream content = body.contentStreamProvider().newStream()) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has " + algorithm, e);
        }
    }

    private Object get(GetObjectRequest request, Object transformer) {
        Version version = find(request.bucket(), request.key(), request.versionId());
        if (request.ifMatch() != null) {
            requireTag(version, request.ifMatch());
        }
        byte[] all = version.bytes();
        Range range = Range.of(request.range(), all.length);
        GetObjectResponse.Builder answer = GetObjectResponse.builder()
                .eTag(version.tag())
                .versionId(versionId(request.bucket(), version))
                .lastModified(version.at())
                .contentType(version.type())
                .metadata(version.metadata())
                .acceptRanges("bytes")
                .contentLength((long) (range.to() - range.from()));
        if (request.range() != null) {
            answer.contentRange("bytes " + range.from() + "-" + (range.to() - 1) + "/" + all.length);
        } else if (request.checksumModeAsString() != null) {
            answer.checksumSHA256(version.sha256());
        }
        return transformed(
                transformer, answer.build(), new ByteArrayInputStream(all, range.from(), range.to() - range.from()));
    }

    /** Part of an object: {@code bytes=5-}, {@code bytes=5-9}. */
    private record Range(int from, int to) {
        static Range of(@Nullable String text, int length) {
            if (text == null) {
                return new Range(0, length);
            }
            if (!text.matches("bytes=\\d+-\\d*")) {
                throw new UnsupportedOperationException("SimulatedAws does not know the range " + text
                        + " of s3:GetObject. Expected bytes=5- or bytes=5-9.");
            }
            int dash = text.indexOf('-');
            long from = Long.parseLong(text.substring("bytes=".length(), dash));
            long last = dash == text.length() - 1 ? length - 1L : Long.parseLong(text.substring(dash + 1));
            if (from >= length) {
                throw Service.S3.refusal(416, "InvalidRange", "The requested range is not satisfiable");
            }
            return new Range((int) from, (int) Math.min(last, length - 1L) + 1);
        }
    }

    @SuppressWarnings("unchecked")
    private static Object transformed(Object transformer, GetObjectResponse answer, InputStream content) {
        try {
            return ((ResponseTransformer<GetObjectResponse, Object>) transformer)
                    .transform(answer, AbortableInputStream.create(content));
        } catch (SdkException e) {
            throw e;
        } catch (Exception e) {
            throw SdkClientException.create("Failed to read the response: " + e.getMessage(), e);
        }
    }

    private @Nullable String versionId(String bucket, Version version) {
        return bucket(bucket).keepsVersions ? version.id() : null;
    }

    private HeadObjectResponse headObject(HeadObjectRequest request) {
        Version version = find(request.bucket(), request.key(), request.versionId());
        if (request.ifMatch() != null) {
            requireTag(version, request.ifMatch());
        }
        return HeadObjectResponse.builder()
                .eTag(version.tag())
                .versionId(versionId(request.bucket(), version))
                .lastModified(version.at())
                .contentType(version.type())
                .metadata(version.metadata())
                .contentLength((long) version.bytes().length)
                .checksumSHA256(request.checksumModeAsString() == null ? null : version.sha256())
                .build();
    }

    private Version find(String bucketName, String key, @Nullable String id) {
        Bucket bucket = bucket(bucketName);
        Optional<Version> found = id == null
                ? bucket.latest(key)
                : bucket.objects.getOrDefault(key, List.of()).stream()
                        .filter(version -> version.id().equals(id))
                        .findFirst();
        if (id != null && found.isEmpty()) {
            throw Service.S3.refusal(404, "NoSuchVersion", "The specified version does not exist.");
        }
        return found.filter(Version::isThere).orElseThrow(Storage::noSuchKey);
    }

    /** <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html">Without a version, a bucket that keeps versions gets a mark.</a> */
    private DeleteObjectResponse delete(DeleteObjectRequest request) {
        Bucket bucket = bucket(request.bucket());
        if (request.ifMatch() != null) {
            Version there =
                    bucket.latest(request.key()).filter(Version::isThere).orElseThrow(Storage::noSuchKey);
            requireTag(there, request.ifMatch());
        }
        List<Version> versions = bucket.objects.getOrDefault(request.key(), new ArrayList<>());
        if (request.versionId() != null) {
            versions.removeIf(version -> version.id().equals(request.versionId()));
            return DeleteObjectResponse.builder().versionId(request.versionId()).build();
        }
        if (!bucket.keepsVersions) {
            bucket.objects.remove(request.key());
            return DeleteObjectResponse.builder().build();
        }
        Version mark = new Version(ids.ending("version"), Optional.empty(), "", agenda.now(), Map.of(), "", null);
        add(bucket, request.key(), mark);
        return DeleteObjectResponse.builder()
                .deleteMarker(true)
                .versionId(mark.id())
                .build();
    }

    private ListObjectsV2Response list(ListObjectsV2Request request) {
        Bucket bucket = bucket(request.bucket());
        String prefix = Optional.ofNullable(request.prefix()).orElse("");
        String after = Optional.ofNullable(request.startAfter()).orElse("");
        List<S3Object> found = new ArrayList<>();
        bucket.objects.keySet().stream()
                .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
                .forEach(key -> bucket.latest(key)
                        .filter(Version::isThere)
                        .ifPresent(version -> found.add(S3Object.builder()
                                .key(key)
                                .size((long) version.bytes().length)
                                .eTag(version.tag())
                                .lastModified(version.at())
                                .build())));
        Page<S3Object> page = Page.of(
                found,
                request.continuationToken(),
                request.maxKeys(),
                PAGE,
                token -> Service.S3.refusal(400, "InvalidArgument", "The continuation token provided is incorrect"));
        return ListObjectsV2Response.builder()
                .name(request.bucket())
                .prefix(request.prefix())
                .contents(page.items())
                .keyCount(page.items().size())
                .isTruncated(page.next() != null)
                .nextContinuationToken(page.next())
                .build();
    }

    private static void requireTag(Version version, String tag) {
        if (!version.tag().equals(tag) && !version.tag().equals('"' + tag + '"')) {
            throw preconditionFailed();
        }
    }

    private static AwsServiceException preconditionFailed() {
        return Service.S3.refusal(
                412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    }

    private static AwsServiceException noSuchKey() {
        return Service.S3.refusal(NoSuchKeyException.builder(), 404, "NoSuchKey", "The specified key does not exist.");
    }
}
