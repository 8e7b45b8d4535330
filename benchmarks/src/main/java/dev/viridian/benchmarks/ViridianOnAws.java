package dev.viridian.benchmarks;

import static dev.viridian.HealthCheck.http;

import dev.viridian.Deployment;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.artifact.ArtifactStores;
import dev.viridian.aws.AwsPlatform;
import dev.viridian.aws.DnsRecord;
import dev.viridian.aws.EnvironmentBalancer;
import dev.viridian.aws.Forwarding;
import dev.viridian.aws.S3ArtifactStore;
import dev.viridian.aws.S3StateStore;
import dev.viridian.aws.TargetChecks;
import dev.viridian.aws.UsersEntry;
import dev.viridian.engine.Deployer;
import dev.viridian.probe.RealProbes;
import dev.viridian.spi.Probes;
import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A process that deploys one release to AWS by Viridian, with its journal in S3, and ends. */
public final class ViridianOnAws {
    private ViridianOnAws() {}

    /** The arguments are those of an {@link AwsOrder}; the SDK finds region, credentials and endpoint in the environment. */
    public static void main(String[] arguments) {
        AwsOrder order = AwsOrder.of(arguments);
        try (S3Client s3 = S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build();
                AwsPlatform platform = platform(order, s3)) {
            Deployer.on(platform).deploy(deployment(order)).orElseThrow();
        }
    }

    private static AwsPlatform platform(AwsOrder order, S3Client s3) {
        RealProbes probes = RealProbes.create();
        return AwsPlatform.application(order.application())
                .behind(entry(order))
                .launching(order.template(), 1)
                .in(order.subnets().get(0), order.subnets().get(1))
                .listeningOn(8080)
                .keepingStateIn(S3StateStore.in(s3, order.bucket(), "deployments"))
                .artifactsFrom(ArtifactStores.of(S3ArtifactStore.with(s3)))
                .checkedBy(TargetChecks.at("/health"))
                .asking((probe, machine, timeout) -> ask(probes, order, probe, machine, timeout))
                .pace(order.pace())
                .open();
    }

    private static UsersEntry entry(AwsOrder order) {
        return order.isByListener()
                ? Forwarding.listener(order.entry())
                : DnsRecord.cname(order.record(), AwsOrder.TIME_TO_LIVE)
                        .inZone(order.entry())
                        .leadingTo(EnvironmentBalancer.in(
                                order.subnets().get(0), order.subnets().get(1)))
                        .weighted();
    }

    /** An emulator's machines listen to nobody, so something else answers for them. */
    private static Probes.Answer ask(Probes probes, AwsOrder order, Probe probe, Machine machine, Duration timeout) {
        Machine standIn = new Machine(
                machine.id(), order.health().getHost(), order.health().getPort(), machine.state(), machine.detail());
        return probes.ask(probe, standIn, timeout);
    }

    private static Deployment deployment(AwsOrder order) {
        return Deployment.blueGreen()
                .artifact("s3://" + order.bucket() + "/" + order.key())
                .healthCheck(http("/health").every(order.pace()))
                .machines(order.machines())
                .drain(Duration.ZERO)
                .keepWarm(Duration.ZERO)
                .notifying(notification -> {});
    }
}
