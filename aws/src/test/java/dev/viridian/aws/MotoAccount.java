package dev.viridian.aws;

import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.route53.Route53Client;

/** What somebody has before his first deployment, made in moto: a network of two zones, a launch template, load balancers that answer 503. */
final class MotoAccount implements AutoCloseable {
    private final Ec2Client ec2;
    private final AutoScalingClient autoScaling;
    private final ElasticLoadBalancingV2Client loadBalancing;
    private final Route53Client route53;
    private final List<String> subnets;
    private final String launchTemplate;

    MotoAccount(Moto moto, ExecutionInterceptor... interceptors) {
        String name = newName();
        ec2 = moto.client(Ec2Client.builder(), interceptors).build();
        autoScaling = moto.client(AutoScalingClient.builder(), interceptors).build();
        loadBalancing = moto.client(ElasticLoadBalancingV2Client.builder(), interceptors)
                .build();
        route53 = moto.client(Route53Client.builder(), interceptors).build();
        subnets = ec2
                .describeSubnets(request -> request.filters(
                        Filter.builder().name("default-for-az").values("true").build()))
                .subnets()
                .stream()
                .map(Subnet::subnetId)
                .limit(2)
                .toList();
        String image = ec2.registerImage(request -> request.name(name).rootDeviceName("/dev/xvda"))
                .imageId();
        launchTemplate = ec2.createLaunchTemplate(request -> request.launchTemplateName(name)
                        .launchTemplateData(data -> data.imageId(image).instanceType(InstanceType.T3_MICRO)))
                .launchTemplate()
                .launchTemplateId();
    }

    Ec2Client ec2() {
        return ec2;
    }

    AutoScalingClient autoScaling() {
        return autoScaling;
    }

    ElasticLoadBalancingV2Client loadBalancing() {
        return loadBalancing;
    }

    String network() {
        return ec2.describeSubnets(request -> request.subnetIds(subnets))
                .subnets()
                .get(0)
                .vpcId();
    }

    List<String> subnets() {
        return subnets;
    }

    /** A load balancer of its own, whose listener answers 503. */
    Forwarding newListener() {
        LoadBalancer balancer = loadBalancing
                .createLoadBalancer(request -> request.name(newName()).subnets(subnets))
                .loadBalancers()
                .get(0);
        return ClosedListener.of(loadBalancing, balancer);
    }

    /** A weighted record of a zone of its own, which is not there yet, and leads to load balancers that are reached over IPv6, too. */
    DnsRecord newRecord() {
        subnets.forEach(this::giveIpv6);
        String zone = route53.createHostedZone(
                        request -> request.name("shop.example").callerReference(newName()))
                .hostedZone()
                .id();
        return DnsRecord.alias("orders.shop.example")
                .inZone(zone)
                .leadingTo(
                        EnvironmentBalancer.in(subnets.get(0), subnets.get(1)).dualStack())
                .weighted();
    }

    private void giveIpv6(String subnet) {
        String block = "2001:db8:0:" + subnets.indexOf(subnet) + "::/64";
        ec2.associateSubnetCidrBlock(request -> request.subnetId(subnet).ipv6CidrBlock(block));
    }

    boolean leadsAnywhere(DnsRecord record) {
        return route53
                .listResourceRecordSets(
                        request -> request.hostedZoneId(record.zone().text()).startRecordName(record.name()))
                .resourceRecordSets()
                .stream()
                .anyMatch(found -> found.name().equals(record.keptName()));
    }

    private static String newName() {
        return "v" + UUID.randomUUID().toString().substring(0, 12);
    }

    boolean forwardsAnywhere(Forwarding forwarding) {
        return loadBalancing
                .describeListeners(request -> request.listenerArns(forwarding.listener()))
                .listeners()
                .get(0)
                .defaultActions()
                .stream()
                .anyMatch(action -> action.type() == ActionTypeEnum.FORWARD);
    }

    String launchTemplate() {
        return launchTemplate;
    }

    AwsClients clients() {
        return AwsClients.standard()
                .ec2(ec2)
                .autoScaling(autoScaling)
                .loadBalancing(loadBalancing)
                .route53(route53);
    }

    @Override
    public void close() {
        ec2.close();
        autoScaling.close();
        loadBalancing.close();
        route53.close();
    }
}
