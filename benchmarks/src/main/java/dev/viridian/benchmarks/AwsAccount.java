package dev.viridian.benchmarks;

import dev.viridian.testing.aws.AwsEmulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/** What one of those that are compared has before its first deployment. */
final class AwsAccount {
    private AwsAccount() {}

    /** Makes a launch template, a bucket, and a load balancer that answers 503, or a zone without a record. */
    static AwsOrder make(
            AwsEmulator emulator, String way, String application, int machines, URI health, Duration pace) {
        try (Ec2Client ec2 = emulator.client(Ec2Client.builder()).build();
                S3Client s3 = emulator.client(S3Client.builder()).build()) {
            List<Subnet> subnets = ec2.describeSubnets().subnets().stream()
                    .filter(Subnet::defaultForAz)
                    .limit(2)
                    .toList();
            List<String> ids = subnets.stream().map(Subnet::subnetId).toList();
            String image = ec2.registerImage(
                            request -> request.name(application).rootDeviceName("/dev/xvda"))
                    .imageId();
            String template = ec2.createLaunchTemplate(request -> request.launchTemplateName(application)
                            .launchTemplateData(data -> data.imageId(image).instanceType(InstanceType.T3_MICRO)))
                    .launchTemplate()
                    .launchTemplateId();
            String bucket = "releases-of-" + application;
            s3.createBucket(request -> request.bucket(bucket)
                    .createBucketConfiguration(where -> where.locationConstraint(AwsEmulator.REGION.id())));
            return new AwsOrder(
                    application,
                    way,
                    way.equals(AwsOrder.LISTENER) ? listener(emulator, application, ids) : zone(emulator, application),
                    "orders." + application + ".example",
                    template,
                    subnets.get(0).vpcId(),
                    ids,
                    bucket,
                    "0",
                    machines,
                    health,
                    pace);
        }
    }

    private static String listener(AwsEmulator emulator, String application, List<String> subnets) {
        try (ElasticLoadBalancingV2Client balancing =
                emulator.client(ElasticLoadBalancingV2Client.builder()).build()) {
            LoadBalancer balancer = balancing
                    .createLoadBalancer(request -> request.name(application).subnets(subnets))
                    .loadBalancers()
                    .get(0);
            return balancing
                    .createListener(request -> request.loadBalancerArn(balancer.loadBalancerArn())
                            .protocol(ProtocolEnum.HTTP)
                            .port(80)
                            .defaultActions(Action.builder()
                                    .type(ActionTypeEnum.FIXED_RESPONSE)
                                    .fixedResponseConfig(response -> response.statusCode("503"))
                                    .build()))
                    .listeners()
                    .get(0)
                    .listenerArn();
        }
    }

    private static String zone(AwsEmulator emulator, String application) {
        try (Route53Client route53 = emulator.client(Route53Client.builder()).build()) {
            return route53.createHostedZone(
                            request -> request.name(application + ".example").callerReference(application))
                    .hostedZone()
                    .id()
                    .replaceFirst("^/hostedzone/", "");
        }
    }

    /** Uploads what is to be deployed, with its digest. */
    static void upload(AwsEmulator emulator, AwsOrder order) {
        try (S3Client s3 = emulator.client(S3Client.builder()).build()) {
            s3.putObject(
                    request ->
                            request.bucket(order.bucket()).key(order.key()).checksumAlgorithm(ChecksumAlgorithm.SHA256),
                    RequestBody.fromBytes(archive(order.version())));
        }
    }

    private static byte[] archive(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("version"));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Where both SDKs look for what they need to know. */
    static Map<String, String> environment(URI endpoint) {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint.toString(),
                "AWS_REGION", AwsEmulator.REGION.id(),
                "AWS_DEFAULT_REGION", AwsEmulator.REGION.id(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test");
    }
}
