package dev.viridian.testing.aws;

import dev.viridian.testing.aws.TargetGroupState.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTargetGroupNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidTargetException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyTargetGroupsException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyTargetsException;

/** What Elastic Load Balancing answers about target groups and targets. */
final class ElbTargets {
    private static final String CHECK =
            " HealthCheckProtocol HealthCheckPort HealthCheckEnabled HealthCheckPath HealthCheckIntervalSeconds"
                    + " HealthCheckTimeoutSeconds HealthyThresholdCount UnhealthyThresholdCount Matcher.HttpCode";

    private final Balancing balancing;
    private final Network network;
    private final Instances instances;
    private final Ids ids;
    private final Quotas quotas;

    ElbTargets(Balancing balancing, Network network, Instances instances, Ids ids, Quotas quotas) {
        this.balancing = balancing;
        this.network = network;
        this.instances = instances;
        this.ids = ids;
        this.quotas = quotas;
    }

    void open(Operations operations) {
        operations
                .on(
                        CreateTargetGroupRequest.class,
                        "Name! Protocol! Port! VpcId! ProtocolVersion TargetType Tags IpAddressType" + CHECK,
                        this::create)
                .on(ModifyTargetGroupRequest.class, "TargetGroupArn!" + CHECK, this::modify)
                .on(
                        DescribeTargetGroupsRequest.class,
                        "LoadBalancerArn TargetGroupArns Names Marker PageSize",
                        this::describe)
                .on(DeleteTargetGroupRequest.class, "TargetGroupArn!", this::delete)
                .on(RegisterTargetsRequest.class, "TargetGroupArn! Targets! Targets.Id! Targets.Port", this::register)
                .on(
                        DeregisterTargetsRequest.class,
                        "TargetGroupArn! Targets! Targets.Id! Targets.Port",
                        this::deregister)
                .on(DescribeTargetHealthRequest.class, "TargetGroupArn! Targets.Id! Targets.Port", this::health);
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html">Idempotent for equal settings; another one of the name is refused.</a> */
    private CreateTargetGroupResponse create(CreateTargetGroupRequest request) {
        Elb.requireName(request.name());
        Map<String, String> tags = Elb.tags(request.tags());
        TargetGroup settings = settings(request);
        Optional<TargetGroupState> there = balancing.groups.values().stream()
                .filter(group -> group.settings.targetGroupName().equals(request.name()))
                .findFirst();
        if (there.isPresent()) {
            return answer(requireSame(there.get(), settings));
        }
        if (balancing.groups.size() >= quotas.of(AwsQuota.TARGET_GROUPS)) {
            throw Service.LOAD_BALANCING.refusal(
                    TooManyTargetGroupsException.builder(),
                    400,
                    "TooManyTargetGroups",
                    "The maximum number of target groups has been reached");
        }
        String arn = Elb.arn(network, "targetgroup/" + request.name() + "/" + ids.ending("targetgroup"));
        TargetGroupState group = new TargetGroupState(
                settings.toBuilder().targetGroupArn(arn).build(),
                balancing.agenda().now());
        group.tags.putAll(tags);
        balancing.groups.put(arn, group);
        return answer(group);
    }

    private TargetGroup settings(CreateTargetGroupRequest request) {
        if (!List.of("HTTP", "HTTPS").contains(request.protocolAsString())) {
            throw new UnsupportedOperationException("SimulatedAws does not know target groups of the protocol "
                    + request.protocolAsString() + ". Expected HTTP or HTTPS.");
        }
        if (!request.vpcId().equals(network.vpc)) {
            throw Elb.invalid("The VPC ID '" + request.vpcId() + "' is not found");
        }
        TargetGroup settings = TargetGroup.builder()
                .targetGroupName(request.name())
                .protocol(request.protocolAsString())
                .protocolVersion(Optional.ofNullable(request.protocolVersion()).orElse("HTTP1"))
                .port(request.port())
                .vpcId(request.vpcId())
                .targetType(Optional.ofNullable(request.targetTypeAsString()).orElse("instance"))
                .ipAddressType(
                        Optional.ofNullable(request.ipAddressTypeAsString()).orElse("ipv4"))
                .healthCheckEnabled(
                        Optional.ofNullable(request.healthCheckEnabled()).orElse(true))
                .healthCheckProtocol(Optional.ofNullable(request.healthCheckProtocolAsString())
                        .orElse(request.protocolAsString()))
                .healthCheckPort(Optional.ofNullable(request.healthCheckPort()).orElse("traffic-port"))
                .healthCheckPath(Optional.ofNullable(request.healthCheckPath()).orElse("/"))
                .healthCheckIntervalSeconds(Optional.ofNullable(request.healthCheckIntervalSeconds())
                        .orElse(30))
                .healthCheckTimeoutSeconds(
                        Optional.ofNullable(request.healthCheckTimeoutSeconds()).orElse(5))
                .healthyThresholdCount(
                        Optional.ofNullable(request.healthyThresholdCount()).orElse(5))
                .unhealthyThresholdCount(
                        Optional.ofNullable(request.unhealthyThresholdCount()).orElse(2))
                .matcher(Optional.ofNullable(request.matcher())
                        .orElse(Matcher.builder().httpCode("200").build()))
                .build();
        return requireValid(settings);
    }

    private static TargetGroup requireValid(TargetGroup settings) {
        require("HealthCheckIntervalSeconds", settings.healthCheckIntervalSeconds(), 5, 300);
        require("HealthCheckTimeoutSeconds", settings.healthCheckTimeoutSeconds(), 2, 120);
        require("HealthyThresholdCount", settings.healthyThresholdCount(), 2, 10);
        require("UnhealthyThresholdCount", settings.unhealthyThresholdCount(), 2, 10);
        if (settings.healthCheckTimeoutSeconds() >= settings.healthCheckIntervalSeconds()) {
            throw Elb.invalid("Health check timeout '" + settings.healthCheckTimeoutSeconds()
                    + "' must be smaller than the interval '" + settings.healthCheckIntervalSeconds() + "'");
        }
        return settings;
    }

    static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw Elb.invalid(name + " is " + value + " and must be between " + least + " and " + most);
        }
    }

    private static TargetGroupState requireSame(TargetGroupState known, TargetGroup wanted) {
        if (!known.settings.toBuilder().targetGroupArn(null).build().equals(wanted)) {
            throw Service.LOAD_BALANCING.refusal(
                    DuplicateTargetGroupNameException.builder(),
                    400,
                    "DuplicateTargetGroupName",
                    "A target group with the same name '" + wanted.targetGroupName()
                            + "' exists, but with different settings");
        }
        return known;
    }

    private static CreateTargetGroupResponse answer(TargetGroupState group) {
        return CreateTargetGroupResponse.builder()
                .targetGroups(described(group))
                .build();
    }

    private static TargetGroup described(TargetGroupState group) {
        return group.settings.toBuilder()
                .loadBalancerArns(group.balancer.stream().toList())
                .build();
    }

    private ModifyTargetGroupResponse modify(ModifyTargetGroupRequest request) {
        TargetGroupState group = balancing.group(request.targetGroupArn());
        TargetGroup.Builder settings = group.settings.toBuilder();
        Optional.ofNullable(request.healthCheckProtocolAsString()).ifPresent(settings::healthCheckProtocol);
        Optional.ofNullable(request.healthCheckPort()).ifPresent(settings::healthCheckPort);
        Optional.ofNullable(request.healthCheckPath()).ifPresent(settings::healthCheckPath);
        Optional.ofNullable(request.healthCheckIntervalSeconds()).ifPresent(settings::healthCheckIntervalSeconds);
        Optional.ofNullable(request.healthCheckTimeoutSeconds()).ifPresent(settings::healthCheckTimeoutSeconds);
        Optional.ofNullable(request.healthyThresholdCount()).ifPresent(settings::healthyThresholdCount);
        Optional.ofNullable(request.unhealthyThresholdCount()).ifPresent(settings::unhealthyThresholdCount);
        Optional.ofNullable(request.matcher()).ifPresent(settings::matcher);
        group.settings = requireValid(settings.build());
        balancing.checks.wakeAll(group);
        return ModifyTargetGroupResponse.builder()
                .targetGroups(described(group))
                .build();
    }

    private DescribeTargetGroupsResponse describe(DescribeTargetGroupsRequest request) {
        List<TargetGroupState> found = new ArrayList<>();
        request.targetGroupArns().forEach(arn -> found.add(balancing.group(arn)));
        request.names().forEach(name -> found.add(called(name)));
        if (request.loadBalancerArn() != null) {
            balancing.balancer(request.loadBalancerArn());
            balancing.groups.values().stream()
                    .filter(group -> group.balancer.equals(Optional.of(request.loadBalancerArn())))
                    .forEach(found::add);
        } else if (!request.hasTargetGroupArns() && !request.hasNames()) {
            found.addAll(balancing.groups.values());
        }
        Page<TargetGroupState> page = Page.of(found, request.marker(), request.pageSize(), Elb.PAGE, Elb::badMarker);
        return DescribeTargetGroupsResponse.builder()
                .targetGroups(page.items().stream().map(ElbTargets::described).toList())
                .nextMarker(page.next())
                .build();
    }

    private TargetGroupState called(String name) {
        return balancing.groups.values().stream()
                .filter(group -> group.settings.targetGroupName().equals(name))
                .findFirst()
                .orElseThrow(() -> Balancing.groupNotFound("[" + name + "]"));
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html">Not while an action refers to it</a>; of one that is not there, it succeeds. */
    private DeleteTargetGroupResponse delete(DeleteTargetGroupRequest request) {
        TargetGroupState group = balancing.groups.get(request.targetGroupArn());
        if (group != null && group.isUsed()) {
            throw Service.LOAD_BALANCING.refusal(
                    ResourceInUseException.builder(),
                    400,
                    "ResourceInUse",
                    "Target group '" + group.arn + "' is currently in use by a listener or a rule");
        }
        balancing.groups.remove(request.targetGroupArn());
        return DeleteTargetGroupResponse.builder().build();
    }

    private RegisterTargetsResponse register(RegisterTargetsRequest request) {
        TargetGroupState group = balancing.group(request.targetGroupArn());
        request.targets().forEach(target -> requireRunning(group, target));
        if (group.targets.size() + request.targets().size() > quotas.of(AwsQuota.TARGETS_PER_LOAD_BALANCER)) {
            throw Service.LOAD_BALANCING.refusal(
                    TooManyTargetsException.builder(),
                    400,
                    "TooManyTargets",
                    "You have reached the limit on the number of targets");
        }
        request.targets().forEach(target -> balancing.checks.register(group, target.id(), port(group, target)));
        return RegisterTargetsResponse.builder().build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html">"If you specify a target by instance ID, the instance must be in the running state."</a> */
    private void requireRunning(TargetGroupState group, TargetDescription target) {
        if (group.settings.targetTypeAsString().equals("ip")) {
            return;
        }
        Ec2Instance instance = instances.all.get(target.id());
        if (instance == null || instance.state != Ec2Instance.State.RUNNING) {
            throw Service.LOAD_BALANCING.refusal(
                    InvalidTargetException.builder(),
                    400,
                    "InvalidTarget",
                    instance == null
                            ? "The instance ID '" + target.id() + "' is not valid"
                            : "The following targets are not in a running state and cannot be registered: '"
                                    + target.id() + "'");
        }
    }

    private static int port(TargetGroupState group, TargetDescription target) {
        return Optional.ofNullable(target.port()).orElse(group.settings.port());
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html">A target that is not registered is passed over</a>; without a port all of its ports go. */
    private DeregisterTargetsResponse deregister(DeregisterTargetsRequest request) {
        TargetGroupState group = balancing.group(request.targetGroupArn());
        for (TargetDescription target : request.targets()) {
            for (Target known : List.copyOf(group.targets.values())) {
                if (isMeant(target, known)) {
                    balancing.checks.deregister(group, known);
                }
            }
        }
        return DeregisterTargetsResponse.builder().build();
    }

    private static boolean isMeant(TargetDescription asked, Target known) {
        return known.id.equals(asked.id()) && (asked.port() == null || asked.port() == known.port);
    }

    private DescribeTargetHealthResponse health(DescribeTargetHealthRequest request) {
        TargetGroupState group = balancing.group(request.targetGroupArn());
        List<TargetHealthDescription> found = new ArrayList<>();
        if (!request.hasTargets()) {
            group.targets.values().forEach(target -> found.add(described(target)));
        }
        for (TargetDescription asked : request.targets()) {
            List<Target> meant = group.targets.values().stream()
                    .filter(known -> isMeant(asked, known))
                    .toList();
            meant.forEach(target -> found.add(described(target)));
            if (meant.isEmpty()) {
                found.add(unregistered(group, asked));
            }
        }
        return DescribeTargetHealthResponse.builder()
                .targetHealthDescriptions(found)
                .build();
    }

    private static TargetHealthDescription described(Target target) {
        return TargetHealthDescription.builder()
                .target(to -> to.id(target.id).port(target.port))
                .healthCheckPort(Integer.toString(target.port))
                .targetHealth(health -> {
                    health.state(target.health.name().toLowerCase(Locale.ROOT));
                    if (!target.reason.isEmpty()) {
                        health.reason(target.reason).description(target.description);
                    }
                })
                .build();
    }

    private static TargetHealthDescription unregistered(TargetGroupState group, TargetDescription asked) {
        return TargetHealthDescription.builder()
                .target(to -> to.id(asked.id()).port(port(group, asked)))
                .targetHealth(health -> health.state("unused")
                        .reason("Target.NotRegistered")
                        .description("Target is not registered to the target group"))
                .build();
    }
}
