package dev.viridian.aws;

import dev.viridian.Artifact;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.artifact.ArtifactStores;
import dev.viridian.spi.Probes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/**
 * An account of moto with artifacts in a bucket, and platforms on it. None of moto's machines listens: they are asked whether they run, and its load balancer whether it
 * sends users anywhere.
 */
final class MotoFixture implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(20);

    private final S3Client s3;
    private final MotoAccount account;
    private final Forwarding forwarding;
    private final UsersEntry entry;
    private final String bucket;
    private boolean withoutGroup;

    MotoFixture(Moto moto, ExecutionInterceptor... interceptors) {
        this(moto, MotoFixture::listener, interceptors);
    }

    /** Where users are moved by a record. */
    static MotoFixture byRecord(Moto moto, ExecutionInterceptor... interceptors) {
        return new MotoFixture(moto, fixture -> fixture.account.newRecord(), interceptors);
    }

    /** Its platforms have environments of instances without a group. */
    MotoFixture withoutGroup() {
        withoutGroup = true;
        return this;
    }

    private UsersEntry listener() {
        return forwarding;
    }

    private MotoFixture(Moto moto, Function<MotoFixture, UsersEntry> making, ExecutionInterceptor... interceptors) {
        moto.reset();
        s3 = moto.s3(interceptors);
        account = new MotoAccount(moto, interceptors);
        forwarding = account.newListener();
        entry = making.apply(this);
        bucket = Moto.makeBucket(s3);
    }

    /** Uploads an artifact of that name. */
    Artifact upload(String name) {
        s3.putObject(
                request -> request.bucket(bucket).key(name).checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromBytes(archive(name)));
        return artifact(name);
    }

    Artifact artifact(String name) {
        return Artifact.of("s3://" + bucket + "/" + name);
    }

    private static byte[] archive(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("name"));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    MotoAccount account() {
        return account;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    AwsPlatform open() {
        return open(setup -> setup);
    }

    AwsPlatform open(UnaryOperator<AwsSetup> change) {
        return open(account.launchTemplate(), 1, change);
    }

    AwsPlatform open(String launchTemplate, int version, UnaryOperator<AwsSetup> change) {
        return open(entry, launchTemplate, version, change);
    }

    /** The same application's, and the same state's, behind another listener. */
    AwsPlatform openBehind(Forwarding other) {
        return open(other, account.launchTemplate(), 1, setup -> setup);
    }

    private AwsPlatform open(UsersEntry behind, String launchTemplate, int version, UnaryOperator<AwsSetup> change) {
        AwsSetup.ChoosesGroup begun =
                AwsPlatform.application("orders").behind(behind).launching(launchTemplate, version);
        return change.apply((withoutGroup ? begun.withoutGroup() : begun)
                        .in(account.subnets().get(0), account.subnets().get(1))
                        .listeningOn(8080)
                        .keepingStateIn(S3StateStore.in(s3, bucket, "deployments"))
                        .artifactsFrom(ArtifactStores.of(S3ArtifactStore.with(s3)))
                        .calling(account.clients())
                        .asking(this::ask)
                        .pace(PACE)
                        .goneWithin(Duration.ofSeconds(10)))
                .open();
    }

    private Probes.Answer ask(Probe probe, Machine machine, Duration timeout) {
        boolean well = machine.id().value().equals("entry")
                ? leadsAnywhere()
                : runs(machine.id().value());
        return well ? Probes.Answer.well("200") : Probes.Answer.sick("503");
    }

    private boolean leadsAnywhere() {
        return entry instanceof DnsRecord record ? account.leadsAnywhere(record) : account.forwardsAnywhere(forwarding);
    }

    private boolean runs(String instance) {
        return account
                .ec2()
                .describeInstances(request -> request.filters(
                        Filter.builder().name("instance-id").values(instance).build()))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .anyMatch(found -> found.state().name() == InstanceStateName.RUNNING);
    }

    @Override
    public void close() {
        account.close();
        s3.close();
    }
}
