package dev.viridian.aws;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.state.StateKeys;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A store of objects in a bucket, one a key, that a person can read: the bucket of the master package keeps the state too.
 *
 * <pre>{@code
 * S3StateStore.in(S3Client.create(), "acme-releases", "viridian/orders")
 * }</pre>
 *
 * <p>It rests on S3's conditional requests (<a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">writes</a> and
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html">deletes</a>): of several writers of one key exactly one
 * succeeds. A store that speaks S3's protocol and passes over those conditions must not be used; the contract of state stores in the test kit shows it.
 *
 * <p>The first line of an object is a random token of its writer's, so that a text that is put back is still another version, and so that
 * whoever is told that somebody else was faster sees when that was himself and only the answer was lost.
 *
 * <p>Each application needs a folder of its own. The bucket may have versions; its rules must not let objects of this folder expire. What must be
 * allowed: {@code s3:GetObject}, {@code s3:PutObject} and {@code s3:DeleteObject} on the folder's objects, {@code s3:ListBucket} on the bucket. Set the
 * client's time for a call ({@code apiCallTimeout}) to less than a third of a lease, 20 seconds. Safe for use by several threads.
 */
public final class S3StateStore implements StateStore {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    /** A conflict ends when the other one's request does. */
    private static final int MOST_CONFLICTS = 20;

    private final S3Client client;
    private final String bucket;
    private final String folder;

    private S3StateStore(S3Client client, String bucket, String folder) {
        this.client = client;
        this.bucket = bucket;
        this.folder = folder;
    }

    /**
     * The store in that folder of a bucket. Nothing is called yet.
     *
     * @param client stays the caller's
     * @param folder the beginning of all its objects' names, without the slash at its end
     * @throws IllegalArgumentException when the folder is none
     */
    public static S3StateStore in(S3Client client, String bucket, String folder) {
        return new S3StateStore(client, bucket, StateKeys.requireKey(folder));
    }

    /** An object as it was found. */
    private record Found(String token, String text, String tag) {
        Stored stored() {
            return new Stored(() -> text, version(token, tag));
        }

        static Version version(String token, String tag) {
            return new Version(token + " " + tag);
        }
    }

    @Override
    public Optional<Stored> read(String key) {
        return find(key).map(Found::stored);
    }

    private Optional<Found> find(String key) {
        String object = object(key);
        return call("s3:GetObject", object).of(() -> {
            try {
                var answer = client.getObjectAsBytes(
                        request -> request.bucket(bucket).key(object));
                return Optional.of(
                        parse(object, answer.asUtf8String(), answer.response().eTag()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    private Found parse(String object, String content, String tag) {
        int line = content.indexOf('\n');
        if (line < 0) {
            throw PlatformException.refused(
                    "read " + arn(object),
                    "it is damaged: its first line, which names its version, is missing. Look at it, and remove it if nothing is under way.");
        }
        return new Found(content.substring(0, line), content.substring(line + 1), tag);
    }

    @Override
    public List<String> list(String prefix) {
        String beginning = folder + "/" + StateKeys.requirePrefix(prefix);
        return new Call("s3:ListBucket", bucketArn())
                .of(() ->
                        client
                                .listObjectsV2Paginator(
                                        request -> request.bucket(bucket).prefix(beginning))
                                .contents()
                                .stream()
                                .map(S3Object::key)
                                .filter(object -> !isFolder(object))
                                .map(object -> object.substring(folder.length() + 1))
                                .sorted()
                                .toList());
    }

    /** What the console makes of <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-folders.html">a folder</a> is no document. */
    private static boolean isFolder(String object) {
        return object.endsWith("/");
    }

    @Override
    public Optional<Version> createIfAbsent(String key, Document document) {
        return put(key, document, request -> request.ifNoneMatch("*"));
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        return put(key, document, request -> request.ifMatch(tag(expected)));
    }

    private Optional<Version> put(String key, Document document, Consumer<PutObjectRequest.Builder> condition) {
        String object = object(key);
        String token = UUID.randomUUID().toString();
        RequestBody content = RequestBody.fromString(token + "\n" + document.text());
        return call("s3:PutObject", object)
                .of(() -> unlessInConflict(object, () -> {
                    try {
                        var answer = client.putObject(
                                request -> condition.accept(
                                        request.bucket(bucket).key(object).contentType("text/plain; charset=utf-8")),
                                content);
                        return Optional.of(Found.version(token, answer.eTag()));
                    } catch (S3Exception e) {
                        return requireLost(e) ? ownAfterAll(key, token) : Optional.empty();
                    }
                }));
    }

    /** The answer to a request that was sent twice tells of the second one. */
    private Optional<Version> ownAfterAll(String key, String token) {
        return find(key).filter(found -> found.token().equals(token)).map(found -> Found.version(token, found.tag()));
    }

    @Override
    public boolean delete(String key, Version expected) {
        String object = object(key);
        return call("s3:DeleteObject", object)
                .of(() -> unlessInConflict(object, () -> {
                    try {
                        client.deleteObject(
                                request -> request.bucket(bucket).key(object).ifMatch(tag(expected)));
                        return true;
                    } catch (S3Exception e) {
                        requireLost(e);
                        return false;
                    }
                }));
    }

    /** Whether another version is there, or else nothing; any other exception is thrown again. */
    private static boolean requireLost(S3Exception e) {
        boolean isLost = e.statusCode() == PRECONDITION_FAILED || e.statusCode() == NOT_FOUND;
        if (!isLost || isBucketMissing(e)) {
            throw e;
        }
        return e.statusCode() == PRECONDITION_FAILED;
    }

    private static boolean isBucketMissing(S3Exception e) {
        return e.awsErrorDetails() != null
                && "NoSuchBucket".equals(e.awsErrorDetails().errorCode());
    }

    private <T> T unlessInConflict(String object, Supplier<T> attempt) {
        for (int conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
            try {
                return attempt.get();
            } catch (S3Exception e) {
                if (e.statusCode() != CONFLICT) {
                    throw e;
                }
            }
        }
        throw PlatformException.passing(
                "write " + arn(object),
                new IllegalStateException("others wrote it at the same moment, " + MOST_CONFLICTS + " times in a row"));
    }

    private Call call(String action, String object) {
        return new Call(action, arn(object));
    }

    private String arn(String object) {
        return bucketArn() + "/" + object;
    }

    private String bucketArn() {
        return "arn:" + Partition.of(client) + ":s3:::" + bucket;
    }

    private String object(String key) {
        return folder + "/" + StateKeys.requireKey(key);
    }

    private static String tag(Version version) {
        return version.value().substring(version.value().indexOf(' ') + 1);
    }

    /** Where it is. */
    @Override
    public String toString() {
        return "state store in s3://" + bucket + "/" + folder;
    }
}
