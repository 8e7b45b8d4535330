package dev.viridian.aws;

import dev.viridian.Artifact;
import dev.viridian.EnvironmentName;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.artifact.ArtifactStores;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Probes;
import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/**
 * The platform against an emulator that others wrote. It shows that what is asked of AWS is well formed and does what is meant by it. moto holds every machine to be up
 * and healthy at once, and none of them listens: it is asked whether they run, and how they come up is held against the strict AWS in memory.
 */
@ExtendWith(OnMoto.class)
class AwsPlatformOnMotoContractTest extends PlatformContract {
    private static final Duration PACE = Duration.ofMillis(20);

    private final Moto moto;

    AwsPlatformOnMotoContractTest(Moto moto) {
        this.moto = moto;
    }

    @Override
    protected PlatformUnderTest open() {
        return new OnEmulator(moto);
    }

    @Test
    @Disabled("moto holds every target to be healthy at once")
    @Override
    public void aMachineThatNeverComesUpDoesNotStayRunning() {}

    private static final class OnEmulator implements PlatformUnderTest {
        private final S3Client s3;
        private final MotoAccount account;
        private final Forwarding forwarding;
        private final String bucket;
        private final AwsPlatform platform;

        private OnEmulator(Moto moto) {
            s3 = moto.s3();
            moto.reset();
            account = new MotoAccount(moto);
            forwarding = account.newListener();
            bucket = Moto.makeBucket(s3);
            upload("orders-1.0.zip");
            upload("orders-1.1.zip");
            upload("broken-1.2.zip");
            platform = opened();
        }

        private void upload(String name) {
            s3.putObject(
                    request -> request.bucket(bucket).key(name).checksumAlgorithm(ChecksumAlgorithm.SHA256),
                    RequestBody.fromBytes(archive(name)));
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

        private AwsPlatform opened() {
            return AwsPlatform.application("orders")
                    .behind(forwarding)
                    .launching(account.launchTemplate(), 1)
                    .in(account.subnets().get(0), account.subnets().get(1))
                    .listeningOn(8080)
                    .keepingStateIn(S3StateStore.in(s3, bucket, "deployments"))
                    .artifactsFrom(ArtifactStores.of(S3ArtifactStore.with(s3)))
                    .calling(account.clients())
                    .asking(this::ask)
                    .pace(PACE)
                    .goneWithin(Duration.ofSeconds(10))
                    .open();
        }

        /** The balancer of moto sends nobody anywhere. */
        private Probes.Answer ask(Probe probe, Machine machine, Duration timeout) {
            if (machine.id().value().equals("entry")) {
                return platform.traffic().observed().environments().isEmpty()
                        ? Probes.Answer.sick("503")
                        : Probes.Answer.well("200");
            }
            boolean runs = account
                    .ec2()
                    .describeInstances(request -> request.filters(Filter.builder()
                            .name("instance-id")
                            .values(machine.id().value())
                            .build()))
                    .reservations()
                    .stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .anyMatch(instance -> instance.state().name() == InstanceStateName.RUNNING);
            return runs ? Probes.Answer.well("runs") : Probes.Answer.sick("does not run");
        }

        @Override
        public Platform platform() {
            return platform;
        }

        @Override
        public Artifact artifact() {
            return Artifact.of("s3://" + bucket + "/orders-1.0.zip");
        }

        @Override
        public Artifact otherArtifact() {
            return Artifact.of("s3://" + bucket + "/orders-1.1.zip");
        }

        @Override
        public Artifact artifactThatNeverComesUp() {
            return Artifact.of("s3://" + bucket + "/broken-1.2.zip");
        }

        @Override
        public Artifact missingArtifact() {
            return Artifact.of("s3://" + bucket + "/missing-1.3.zip");
        }

        @Override
        public Probe probe() {
            return HealthCheck.http("/health");
        }

        @Override
        public void end(EnvironmentName environment, Machine machine) {
            account.ec2()
                    .terminateInstances(
                            request -> request.instanceIds(machine.id().value()));
        }

        @Override
        public Optional<Platform> anotherController() {
            return Optional.of(opened());
        }

        @Override
        public void close() {
            platform.close();
            account.close();
            s3.close();
        }
    }
}
