package dev.viridian.testing.aws;

import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** An AWS with what a test of groups behind a load balancer begins with. */
@SuppressWarnings("unchecked") // The SDK takes any number of lambdas.
final class AwsScene {
    static final String HOOK = "ready";

    final SimulatedAws aws = SimulatedAws.create();
    final Ec2Client ec2 = aws.ec2();
    final AutoScalingClient scaling = aws.autoScaling();
    final ElasticLoadBalancingV2Client balancing = aws.loadBalancing();
    final String template = aws.launchTemplate("orders");
    String balancer = "";
    String dns = "";
    String listener = "";

    void sleep(Duration time) {
        aws.time().sleep(time);
    }

    /** How long it took until something was so. */
    Duration until(BooleanSupplier condition) {
        Instant start = aws.time().now();
        while (!condition.getAsBoolean()) {
            if (Duration.between(start, aws.time().now()).toHours() > 3) {
                throw new AssertionError("it did not come in three hours");
            }
            sleep(ofSeconds(1));
        }
        return Duration.between(start, aws.time().now());
    }

    String targetGroup(String name) {
        return balancing
                .createTargetGroup(request -> request.name(name)
                        .protocol("HTTP")
                        .port(8080)
                        .vpcId(aws.vpc())
                        .healthCheckPath("/health")
                        .healthCheckIntervalSeconds(10)
                        .healthyThresholdCount(3)
                        .unhealthyThresholdCount(2))
                .targetGroups()
                .get(0)
                .targetGroupArn();
    }

    /** A load balancer on port 80 that forwards to these by these weights: {@code "group=1"}. */
    void balancer(TargetGroupTuple... groups) {
        var made = balancing
                .createLoadBalancer(request -> request.name("entry").subnets(aws.subnets()))
                .loadBalancers()
                .get(0);
        balancer = made.loadBalancerArn();
        dns = made.dnsName();
        listener = balancing
                .createListener(request -> request.loadBalancerArn(balancer)
                        .protocol("HTTP")
                        .port(80)
                        .defaultActions(action -> action.type(ActionTypeEnum.FORWARD)
                                .forwardConfig(forward -> forward.targetGroups(groups))))
                .listeners()
                .get(0)
                .listenerArn();
        sleep(Duration.ofMinutes(3));
    }

    static TargetGroupTuple weight(String arn, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(arn).weight(weight).build();
    }

    void group(String name, int size, Consumer<CreateAutoScalingGroupRequest.Builder> more) {
        scaling.createAutoScalingGroup(request -> {
            request.autoScalingGroupName(name)
                    .launchTemplate(from -> from.launchTemplateId(template).version("1"))
                    .minSize(0)
                    .maxSize(10)
                    .desiredCapacity(size)
                    .vpcZoneIdentifier(String.join(",", aws.subnets()));
            more.accept(request);
        });
    }

    void group(String name, int size) {
        group(name, size, request -> {});
    }

    AutoScalingGroup described(String name) {
        return scaling.describeAutoScalingGroups(request -> request.autoScalingGroupNames(name))
                .autoScalingGroups()
                .get(0);
    }

    List<Instance> members(String name) {
        return described(name).instances();
    }

    List<String> states(String name) {
        return members(name).stream().map(Instance::lifecycleStateAsString).toList();
    }

    long inService(String name) {
        return states(name).stream().filter("InService"::equals).count();
    }

    List<String> health(String targetGroup) {
        return balancing
                .describeTargetHealth(request -> request.targetGroupArn(targetGroup))
                .targetHealthDescriptions()
                .stream()
                .map(AwsScene::inWords)
                .toList();
    }

    static String inWords(TargetHealthDescription target) {
        String reason = target.targetHealth().reasonAsString();
        return target.targetHealth().stateAsString() + (reason == null ? "" : " " + reason);
    }
}
