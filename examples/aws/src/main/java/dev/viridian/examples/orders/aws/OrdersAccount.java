package dev.viridian.examples.orders.aws;

import static dev.viridian.aws.CloudWatchAlarm.alarm;

import dev.viridian.artifact.ArtifactStores;
import dev.viridian.aws.AwsClients;
import dev.viridian.aws.AwsPlatform;
import dev.viridian.aws.AwsSetup;
import dev.viridian.aws.CloudWatchAlarm;
import dev.viridian.aws.Forwarding;
import dev.viridian.aws.S3ArtifactStore;
import dev.viridian.aws.S3StateStore;
import dev.viridian.aws.TargetChecks;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/**
 * What is there of AWS before the first release of the orders service: a load balancer that has nothing behind it yet, a launch template for machines, a bucket for releases and
 * for the journal of deployments, an alarm. Each is made once, by hand or by a tool for infrastructure; here by this class.
 */
final class OrdersAccount {
    static final int PORT = 8080;

    private static final String ALARM = "orders-5xx";

    private final Aws aws;
    private final OrdersNetwork network;
    private final String bucket;
    private final LoadBalancer balancer;
    private final String listener;
    private final String launchTemplate;

    private OrdersAccount(
            Aws aws,
            OrdersNetwork network,
            String bucket,
            LoadBalancer balancer,
            String listener,
            String launchTemplate) {
        this.aws = aws;
        this.network = network;
        this.bucket = bucket;
        this.balancer = balancer;
        this.listener = listener;
        this.launchTemplate = launchTemplate;
    }

    /**
     * Makes all of that.
     *
     * @param image what machines start from
     * @param bucket a name that nobody else has
     */
    static OrdersAccount make(Aws aws, OrdersNetwork network, String image, String bucket) {
        aws.s3()
                .createBucket(request -> request.bucket(bucket)
                        .createBucketConfiguration(where -> where.locationConstraint(region(aws))));
        aws.s3()
                .putBucketVersioning(request -> request.bucket(bucket)
                        .versioningConfiguration(kept -> kept.status(BucketVersioningStatus.ENABLED)));
        String machines = aws.ec2()
                .createSecurityGroup(request -> request.groupName("orders-machines")
                        .description("Machines of the orders service")
                        .vpcId(network.id()))
                .groupId();
        String template = aws.ec2()
                .createLaunchTemplate(request -> request.launchTemplateName("orders")
                        .launchTemplateData(data -> data.imageId(image)
                                .instanceType(InstanceType.T3_MICRO)
                                .securityGroupIds(machines)))
                .launchTemplate()
                .launchTemplateId();
        LoadBalancer balancer = aws.loadBalancing()
                .createLoadBalancer(request -> request.name("orders").subnets(network.subnets()))
                .loadBalancers()
                .get(0);
        OrdersAccount account =
                new OrdersAccount(aws, network, bucket, balancer, closedListener(aws, balancer), template);
        account.makeAlarm();
        return account;
    }

    private static String region(Aws aws) {
        return aws.s3().serviceClientConfiguration().region().id();
    }

    /** It answers 503 until the first release is there. */
    private static String closedListener(Aws aws, LoadBalancer balancer) {
        Action closed = Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(response -> response.statusCode("503"))
                .build();
        return aws.loadBalancing()
                .createListener(request -> request.loadBalancerArn(balancer.loadBalancerArn())
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .defaultActions(closed))
                .listeners()
                .get(0)
                .listenerArn();
    }

    private void makeAlarm() {
        String dimension = balancer.loadBalancerArn().replaceFirst("^.*:loadbalancer/", "");
        aws.cloudWatch()
                .putMetricAlarm(request -> request.alarmName(ALARM)
                        .namespace("AWS/ApplicationELB")
                        .metricName("HTTPCode_Target_5XX_Count")
                        .dimensions(Dimension.builder()
                                .name("LoadBalancer")
                                .value(dimension)
                                .build())
                        .statistic(Statistic.SUM)
                        .period(60)
                        .evaluationPeriods(1)
                        .threshold(10.0)
                        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
    }

    /** Uploads a release. */
    void upload(String version, RequestBody archive) {
        aws.s3()
                .putObject(
                        request -> request.bucket(bucket).key(key(version)).checksumAlgorithm(ChecksumAlgorithm.SHA256),
                        archive);
    }

    private static String key(String version) {
        return "orders/" + version + "/orders.tar.gz";
    }

    /** Where that release is. */
    String release(String version) {
        return "s3://" + bucket + "/" + key(version);
    }

    /** It has no data while nothing fails. */
    CloudWatchAlarm alarmOfErrors() {
        return alarm(ALARM).with(aws.cloudWatch()).takingNoDataForWell();
    }

    /** The platform that releases are deployed to. */
    AwsSetup platform() {
        List<String> subnets = network.subnets();
        return AwsPlatform.application("orders")
                .behind(Forwarding.listener(listener))
                .launching(launchTemplate, 1)
                .in(subnets.get(0), subnets.subList(1, subnets.size()).toArray(String[]::new))
                .listeningOn(PORT)
                .keepingStateIn(S3StateStore.in(aws.s3(), bucket, "deployments"))
                .artifactsFrom(ArtifactStores.of(S3ArtifactStore.with(aws.s3())))
                .checkedBy(TargetChecks.at("/health"))
                .calling(AwsClients.standard()
                        .ec2(aws.ec2())
                        .autoScaling(aws.autoScaling())
                        .loadBalancing(aws.loadBalancing()));
    }

    String listener() {
        return listener;
    }

    /** Where users come in. */
    String dnsName() {
        return balancer.dnsName();
    }
}
