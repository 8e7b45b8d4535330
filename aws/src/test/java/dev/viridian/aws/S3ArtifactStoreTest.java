package dev.viridian.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.Revision;
import dev.viridian.artifact.ArtifactStores;
import dev.viridian.artifact.Limits;
import dev.viridian.artifact.Unpacker;
import dev.viridian.machine.LinuxHost;
import dev.viridian.provision.HostArtifacts;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

@ExtendWith(OnEmulator.class)
class S3ArtifactStoreTest {
    /** With what is no URI. */
    private static final String KEY = "orders/1.4.2/orders #1 100%.zip";

    /** Archives of the same content are the same. */
    private static final Instant SOME_TIME = Instant.parse("2026-01-01T00:00:00Z");

    private static final byte[] ARCHIVE = archive(1);

    @TempDir
    private Path folder;

    private S3Client client;
    private String bucket;
    private S3ArtifactStore store;

    @BeforeEach
    void makeABucket(Emulated emulated) {
        client = emulated.s3();
        bucket = Emulated.makeBucket(client);
        store = S3ArtifactStore.with(client);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static byte[] archive(int seed) {
        return archive(seed, 300_000);
    }

    private static byte[] archive(int seed, int size) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("bin/orders");
            entry.setTime(SOME_TIME.toEpochMilli());
            zip.putNextEntry(entry);
            zip.write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void upload(String key, byte[] bytes) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }

    private Artifact artifact() {
        return Artifact.of("s3://" + bucket + "/" + KEY);
    }

    private Failure refusal(Artifact artifact) {
        return catchThrowableOfType(PlatformException.class, () -> store.pin(artifact))
                .failure();
    }

    @Test
    void isFoundByItself() {
        assertThat(ArtifactStores.installed().schemes()).contains("s3");
    }

    @Test
    void whatWasAskedForByItsDigestIsPinnedAndUnpacked() {
        upload(KEY, ARCHIVE);

        PinnedArtifact pinned = store.pin(artifact().sha256(sha256(ARCHIVE)));

        assertThat(pinned.revision().sha256()).isEqualTo(sha256(ARCHIVE));
        assertThat(pinned.revision().version()).isEqualTo("1.4.2");
        assertThat(pinned.bytes()).isEqualTo(ARCHIVE.length);
        assertThat(Unpacker.withLimits(Limits.standard()).unpack(store, pinned, folder.resolve("app")))
                .isTrue();
        assertThat(folder.resolve("app/bin/orders")).hasSize(300_000);
    }

    @Test
    void theDigestBesideItIsTaken() {
        upload(KEY, ARCHIVE);
        upload(KEY + ".sha256", (sha256(ARCHIVE) + "  orders.zip\n").getBytes(UTF_8));

        assertThat(store.pin(artifact()).revision().sha256()).isEqualTo(sha256(ARCHIVE));

        upload(KEY + ".sha256", sha256(archive(2)).getBytes(UTF_8));
        assertThat(refusal(artifact()).message())
                .contains(
                        "it has the SHA-256 digest " + sha256(ARCHIVE), KEY + ".sha256 asks for " + sha256(archive(2)));
    }

    @Test
    void theChecksumThatS3KeepsIsTaken() {
        client.putObject(
                request -> request.bucket(bucket).key(KEY).checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromBytes(ARCHIVE));

        assertThat(store.pin(artifact()).revision().sha256()).isEqualTo(sha256(ARCHIVE));
    }

    @Test
    void withoutADigestItIsRefused() {
        upload(KEY, ARCHIVE);

        assertThat(refusal(artifact()))
                .isInstanceOf(Failure.ArtifactRefused.class)
                .extracting(Failure::message)
                .asString()
                .contains("no SHA-256 digest is known of it", KEY + ".sha256", "--checksum-algorithm SHA256");
    }

    @Test
    void theVersionThatWasPinnedIsFetchedWhateverIsUploadedLater() {
        client.putBucketVersioning(request -> request.bucket(bucket)
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        upload(KEY, ARCHIVE);
        PinnedArtifact pinned = store.pin(artifact().sha256(sha256(ARCHIVE)));
        upload(KEY, archive(2));

        assertThat(pinned.location()).startsWith("s3://" + bucket + "/" + KEY + "?versionId=");
        assertThat(Unpacker.withLimits(Limits.standard()).unpack(store, pinned, folder.resolve("app")))
                .isTrue();
        assertThat(store.pin(Artifact.of(pinned.location()).sha256(sha256(ARCHIVE)))
                        .location())
                .isEqualTo(pinned.location());
    }

    @Test
    void whatWasReplacedWhereNoVersionsAreKeptIsRefused() {
        upload(KEY, ARCHIVE);
        PinnedArtifact pinned = store.pin(artifact().sha256(sha256(ARCHIVE)));
        upload(KEY, archive(2));

        assertThatThrownBy(() -> Unpacker.withLimits(Limits.standard()).unpack(store, pinned, folder.resolve("app")))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("It was replaced");
        assertThat(folder.resolve("app")).doesNotExist();

        upload(KEY, new byte[10]);
        assertThatThrownBy(() -> store.open(pinned)).hasMessageContaining("it has 10 bytes now and had ");
    }

    @Test
    void whatIsMissingIsRefusedByName() {
        assertThat(refusal(artifact()).message())
                .contains("there is no object s3://" + bucket + "/" + KEY + ". Upload it, or correct the location.");
        assertThat(refusal(Artifact.of("s3://no-such-" + bucket + "/orders.zip"))
                        .message())
                .contains("call s3:GetObject on arn:aws:s3:::no-such-", "bucket does not exist");
        assertThat(refusal(Artifact.of("s3://orders.zip")).message())
                .contains("it names no object. Expected s3://bucket/key");
        assertThat(refusal(Artifact.of("s3://" + bucket + "/orders.rpm")).message())
                .contains("tells no archive format");
    }

    @Test
    void aSignatureIsFoundBesideIt() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Artifact signed = artifact().sha256(sha256(ARCHIVE)).signedBy(keys.getPublic());
        upload(KEY, ARCHIVE);

        assertThat(refusal(signed).message()).contains("it must have a signature", KEY + ".sig");

        upload(KEY + ".sig", signature(keys, sha256(ARCHIVE)));
        assertThat(store.pin(signed).bytes()).isEqualTo(ARCHIVE.length);
    }

    @Test
    void aMachineAsksWhatItIsAndReadsItOnce(Emulated emulated) {
        upload(KEY, ARCHIVE);
        Calls calls = new Calls();
        try (S3Client counted = emulated.s3(calls)) {
            HostArtifacts machine = machine(counted);
            Artifact artifact = artifact().sha256(sha256(ARCHIVE));

            machine.unpack(artifact, machine.pin(artifact), "app");
        }
        assertThat(folder.resolve("home/app/bin/orders")).hasSize(300_000);
        assertThat(calls.made).containsExactly("HeadObject", "GetObject");
    }

    @Test
    void aMachineThatIsGivenNoDigestReadsTheOneBesideItToo(Emulated emulated) {
        upload(KEY, ARCHIVE);
        upload(KEY + ".sha256", sha256(ARCHIVE).getBytes(UTF_8));
        Calls calls = new Calls();
        try (S3Client counted = emulated.s3(calls)) {
            HostArtifacts machine = machine(counted);

            machine.download(artifact(), machine.pin(artifact()), "orders.zip");
        }
        assertThat(folder.resolve("home/orders.zip")).hasBinaryContent(ARCHIVE);
        assertThat(calls.made).containsExactly("HeadObject", "GetObject", "GetObject");
    }

    @Test
    void aMachineIsToldOfContentThatIsNotWhatWasAskedFor(Emulated emulated) {
        upload(KEY, ARCHIVE);
        Artifact artifact = artifact().sha256(sha256(archive(2)));
        try (S3Client s3 = emulated.s3()) {
            HostArtifacts machine = machine(s3);
            Revision claimed = machine.pin(artifact);

            assertThatThrownBy(() -> machine.unpack(artifact, claimed, "app"))
                    .hasMessageContaining(
                            "have the SHA-256 digest " + sha256(ARCHIVE) + ", expected " + sha256(archive(2)));
            assertThatThrownBy(() -> machine.download(artifact, claimed, "orders.zip"))
                    .hasMessageContaining("has SHA-256 " + sha256(ARCHIVE) + ", expected " + sha256(archive(2)));
        }
        assertThat(folder.resolve("home")).isEmptyDirectory();
    }

    @Test
    void isFoundByTheChecksumThatS3Keeps() {
        client.putObject(
                request -> request.bucket(bucket).key(KEY).checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromBytes(ARCHIVE));

        assertThat(store.find(artifact())).isEqualTo(store.pin(artifact()));
        assertThatThrownBy(() -> store.find(artifact().sha256(sha256(archive(2)))))
                .hasMessageContaining("it has the SHA-256 digest " + sha256(ARCHIVE) + ", but the deployment asks for "
                        + sha256(archive(2)));

        upload(KEY + ".sha256", sha256(archive(2)).getBytes(UTF_8));
        assertThatThrownBy(() -> store.find(artifact()))
                .hasMessageContaining("it has the SHA-256 digest " + sha256(ARCHIVE))
                .hasMessageContaining(KEY + ".sha256 asks for " + sha256(archive(2)));
    }

    @Test
    void theVersionThatWasFoundIsFetchedWhateverIsUploadedLater() {
        client.putBucketVersioning(request -> request.bucket(bucket)
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        upload(KEY, ARCHIVE);
        PinnedArtifact found = store.find(artifact().sha256(sha256(ARCHIVE)));
        upload(KEY, archive(2));

        assertThat(found.location()).startsWith("s3://" + bucket + "/" + KEY + "?versionId=");
        assertThat(Unpacker.withLimits(Limits.standard()).unpack(store, found, folder.resolve("app")))
                .isTrue();
    }

    @Test
    void whatCannotBeFoundIsRefusedAsWhatCannotBePinned() {
        assertThatThrownBy(() -> store.find(artifact()))
                .hasMessageContaining(
                        "there is no object s3://" + bucket + "/" + KEY + ". Upload it, or correct the location.");

        upload(KEY, ARCHIVE);

        assertThatThrownBy(() -> store.find(artifact())).hasMessageContaining("no SHA-256 digest is known of it");
    }

    @Test
    void isFoundOnlyWithTheSignatureThatIsAskedFor() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Artifact signed = artifact().sha256(sha256(ARCHIVE)).signedBy(keys.getPublic());
        upload(KEY, ARCHIVE);

        assertThatThrownBy(() -> store.find(signed)).hasMessageContaining("it must have a signature");

        upload(KEY + ".sig", signature(keys, sha256(archive(2))));
        assertThatThrownBy(() -> store.find(signed)).hasMessageContaining("its signature");

        upload(KEY + ".sig", signature(keys, sha256(ARCHIVE)));
        assertThat(store.find(signed)).isEqualTo(store.pin(signed));
    }

    private HostArtifacts machine(S3Client s3) {
        return LinuxHost.home(folder.resolve("home"))
                .artifactsFrom(S3ArtifactStore.with(s3))
                .open()
                .artifacts();
    }

    private static byte[] signature(KeyPair keys, String signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes(UTF_8));
        return signature.sign();
    }

    @Test
    void aConnectionThatBreaksGoesOnWhereItStopped(Emulated emulated) {
        upload(KEY, ARCHIVE);
        Breaking breaking = new Breaking(50_000, 4);
        Waits waits = new Waits();
        try (S3Client unreliable = emulated.s3(breaking)) {
            PinnedArtifact pinned = S3ArtifactStore.with(unreliable)
                    .living(waits, Tasks.threads())
                    .pin(artifact().sha256(sha256(ARCHIVE)));

            assertThat(pinned.revision().sha256()).isEqualTo(sha256(ARCHIVE));
        }
        assertThat(breaking.answers).hasValue(5);
        assertThat(waits.slept).hasSize(4).containsOnly(Duration.ofMillis(200));
    }

    /** Each answer but the last few breaks off, so that parts are resumed while others are under way. */
    @Test
    void aLargeOneIsFetchedInPartsAndUnpackedThoughConnectionsBreak(Emulated emulated) {
        byte[] large = archive(3, 3 * S3Object.PART + 2_000_000);
        upload(KEY, large);
        PinnedArtifact pinned = store.pin(artifact().sha256(sha256(large)));
        Breaking breaking = new Breaking(100_000, 6);
        try (S3Client unreliable = emulated.s3(breaking)) {
            ArtifactStore parts = S3ArtifactStore.with(unreliable).living(new Waits(), Tasks.threads());

            assertThat(Unpacker.withLimits(Limits.standard()).unpack(parts, pinned, folder.resolve("app")))
                    .isTrue();
        }
        assertThat(folder.resolve("app/bin/orders")).hasSize(3 * S3Object.PART + 2_000_000);
        assertThat(breaking.answers).hasValue(4 + 6);
    }

    @Test
    void oneThatBreaksAgainAndAgainIsGivenUp(Emulated emulated) {
        upload(KEY, ARCHIVE);
        Waits waits = new Waits();
        try (S3Client unreliable = emulated.s3(new Breaking(0, Integer.MAX_VALUE))) {
            assertThatThrownBy(() -> S3ArtifactStore.with(unreliable)
                            .living(waits, Tasks.threads())
                            .pin(artifact().sha256(sha256(ARCHIVE))))
                    .isInstanceOfSatisfying(
                            PlatformException.class,
                            e -> assertThat(e.failure().worthRetrying()).isTrue())
                    .hasMessageContaining("after 0 of " + ARCHIVE.length + " bytes")
                    .hasMessageContaining("5 more connections were tried");
        }
        assertThat(waits.slept).extracting(Duration::toMillis).containsExactly(200L, 400L, 800L, 1600L, 3200L);
    }

    @Test
    void whatIsReplacedWhileItIsFetchedIsRefused(Emulated emulated) {
        upload(KEY, ARCHIVE);
        try (S3Client unreliable = emulated.s3(new Breaking(50_000, 1))) {
            Time replacing = new Waits() {
                @Override
                public void sleep(Duration duration) {
                    upload(KEY, archive(2));
                }
            };

            assertThatThrownBy(() -> S3ArtifactStore.with(unreliable)
                            .living(replacing, Tasks.threads())
                            .pin(artifact().sha256(sha256(ARCHIVE))))
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining(
                            "it changed while it was fetched: its bytes from 50000 on are of another content");
        }
    }

    /** Time that does not pass, and tells how long was waited. */
    private static class Waits implements Time {
        final List<Duration> slept = new CopyOnWriteArrayList<>();

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void sleep(Duration duration) {
            slept.add(duration);
        }
    }

    /** Which calls were made, in their order. */
    private static final class Calls implements ExecutionInterceptor {
        private final List<String> made = new CopyOnWriteArrayList<>();

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            made.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        }
    }

    /** The first answers with an object break off. */
    private static final class Breaking implements ExecutionInterceptor {
        private final int after;
        private final int times;
        private final AtomicInteger answers = new AtomicInteger();

        Breaking(int after, int times) {
            this.after = after;
            this.times = times;
        }

        @Override
        public Optional<InputStream> modifyHttpResponseContent(
                Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            boolean isObject = context.httpResponse().isSuccessful();
            Optional<InputStream> content = context.responseBody();
            return isObject && answers.incrementAndGet() <= times
                    ? content.map(bytes -> new Cut(bytes, after))
                    : content;
        }
    }

    private static final class Cut extends FilterInputStream {
        private int left;

        Cut(InputStream bytes, int left) {
            super(bytes);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                throw new IOException("Connection reset");
            }
            int read = super.read(bytes, offset, Math.min(left, length));
            left -= Math.max(read, 0);
            return read;
        }
    }
}
