package dev.viridian.testing.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateLoadBalancerNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidConfigurationRequestException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Limit;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;

/** What Elastic Load Balancing answers about load balancers, tags and limits. */
final class Elb {
    static final int PAGE = 400;
    static final String DUAL_STACK = "dualstack";
    private static final int MOST_TAGGED = 20;

    private final Balancing balancing;
    private final Network network;
    private final Ids ids;
    private final Quotas quotas;
    private final ElbTargets targets;
    private final ElbListeners listeners;

    Elb(Balancing balancing, Network network, Instances instances, Ids ids, Quotas quotas) {
        this.balancing = balancing;
        this.network = network;
        this.ids = ids;
        this.quotas = quotas;
        this.targets = new ElbTargets(balancing, network, instances, ids, quotas);
        this.listeners = new ElbListeners(balancing, ids, quotas);
    }

    Operations operations() {
        Operations operations = new Operations(Service.LOAD_BALANCING)
                .on(
                        CreateLoadBalancerRequest.class,
                        "Name! Subnets! SecurityGroups Scheme Tags Type IpAddressType",
                        this::create)
                .on(DescribeLoadBalancersRequest.class, "LoadBalancerArns Names Marker PageSize", this::describe)
                .on(DeleteLoadBalancerRequest.class, "LoadBalancerArn!", this::delete)
                .on(AddTagsRequest.class, "ResourceArns! Tags!", this::tag)
                .on(RemoveTagsRequest.class, "ResourceArns! TagKeys!", this::untag)
                .on(DescribeTagsRequest.class, "ResourceArns!", this::describeTags)
                .on(DescribeAccountLimitsRequest.class, "Marker PageSize", this::limits);
        new ElbAttributes(balancing).open(operations);
        targets.open(operations);
        listeners.open(operations);
        return operations;
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html">Idempotent for equal settings.</a> */
    private CreateLoadBalancerResponse create(CreateLoadBalancerRequest request) {
        if (!"application".equals(Optional.ofNullable(request.typeAsString()).orElse("application"))) {
            throw new UnsupportedOperationException("SimulatedAws does not know load balancers of the type "
                    + request.typeAsString() + ". Expected application.");
        }
        requireName(request.name());
        Map<String, String> tags = tags(request.tags());
        if (request.subnets().size() < 2) {
            throw invalid("At least two subnets in two different Availability Zones must be specified");
        }
        LoadBalancer settings = settings(request);
        Optional<Balancing.Balancer> there = balancing.balancers.values().stream()
                .filter(known -> known.settings.loadBalancerName().equals(request.name()))
                .findFirst();
        if (there.isPresent()) {
            return answer(requireSame(there.get(), settings));
        }
        String arn = arn("loadbalancer/app/" + request.name() + "/" + ids.ending("loadbalancer"));
        Balancing.Balancer balancer = new Balancing.Balancer(
                settings.toBuilder()
                        .loadBalancerArn(arn)
                        .dnsName(("internal".equals(settings.schemeAsString()) ? "internal-" : "") + request.name()
                                + "-" + Math.floorMod(arn.hashCode(), 1_000_000_000) + "." + network.region
                                + ".elb.amazonaws.com")
                        .canonicalHostedZoneId(Dns.ZONE_OF_LOAD_BALANCERS)
                        .createdTime(balancing.agenda().now())
                        .build(),
                balancing.agenda().now().plus(Pace.PROVISIONING));
        balancer.tags.putAll(tags);
        balancing.balancers.put(arn, balancer);
        settings.securityGroups()
                .forEach(group -> network.securityGroup(group).users.add(arn));
        return answer(balancer);
    }

    private LoadBalancer settings(CreateLoadBalancerRequest request) {
        request.securityGroups().forEach(network::securityGroup);
        requireOneOfAZone(request.subnets());
        requireIpv6Where(DUAL_STACK.equals(request.ipAddressTypeAsString()), request.subnets());
        return LoadBalancer.builder()
                .loadBalancerName(request.name())
                .scheme(Optional.ofNullable(request.schemeAsString()).orElse("internet-facing"))
                .type("application")
                .ipAddressType(
                        Optional.ofNullable(request.ipAddressTypeAsString()).orElse("ipv4"))
                .vpcId(network.vpc)
                .securityGroups(request.securityGroups())
                .availabilityZones(request.subnets().stream()
                        .map(network::subnet)
                        .map(subnet -> AvailabilityZone.builder()
                                .subnetId(subnet.id)
                                .zoneName(subnet.zone)
                                .build())
                        .toList())
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html">"You can specify only one subnet per Availability Zone."</a> */
    private void requireOneOfAZone(List<String> subnets) {
        long zones = subnets.stream()
                .map(network::subnet)
                .map(subnet -> subnet.zone)
                .distinct()
                .count();
        if (zones < subnets.size()) {
            throw Service.LOAD_BALANCING.refusal(
                    InvalidConfigurationRequestException.builder(),
                    400,
                    "InvalidConfigurationRequest",
                    "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
        }
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#ip-address-type">Dual-stack load balancers need subnets with IPv6 CIDR blocks.</a> */
    private void requireIpv6Where(boolean isDualStack, List<String> subnets) {
        if (isDualStack && subnets.stream().map(network::subnet).anyMatch(subnet -> subnet.ipv6.isEmpty())) {
            throw invalid("You must specify subnets with an associated IPv6 CIDR block.");
        }
    }

    private static Balancing.Balancer requireSame(Balancing.Balancer known, LoadBalancer wanted) {
        LoadBalancer there = known.settings.toBuilder()
                .loadBalancerArn(null)
                .dnsName(null)
                .canonicalHostedZoneId(null)
                .createdTime(null)
                .build();
        if (!there.equals(wanted)) {
            throw Service.LOAD_BALANCING.refusal(
                    DuplicateLoadBalancerNameException.builder(),
                    400,
                    "DuplicateLoadBalancerName",
                    "A load balancer with the same name '" + wanted.loadBalancerName()
                            + "' exists, but with different settings");
        }
        return known;
    }

    private CreateLoadBalancerResponse answer(Balancing.Balancer balancer) {
        return CreateLoadBalancerResponse.builder()
                .loadBalancers(described(balancer))
                .build();
    }

    private LoadBalancer described(Balancing.Balancer balancer) {
        boolean isActive = !balancing.agenda().now().isBefore(balancer.active);
        return balancer.settings.toBuilder()
                .state(state -> state.code(isActive ? "active" : "provisioning"))
                .build();
    }

    private DescribeLoadBalancersResponse describe(DescribeLoadBalancersRequest request) {
        List<Balancing.Balancer> found = new ArrayList<>();
        request.loadBalancerArns().forEach(arn -> found.add(balancing.balancer(arn)));
        request.names().forEach(name -> found.add(called(name)));
        if (!request.hasLoadBalancerArns() && !request.hasNames()) {
            found.addAll(balancing.balancers.values());
        }
        Page<Balancing.Balancer> page = Page.of(found, request.marker(), request.pageSize(), PAGE, Elb::badMarker);
        return DescribeLoadBalancersResponse.builder()
                .loadBalancers(page.items().stream().map(this::described).toList())
                .nextMarker(page.next())
                .build();
    }

    private Balancing.Balancer called(String name) {
        return balancing.balancers.values().stream()
                .filter(balancer -> balancer.settings.loadBalancerName().equals(name))
                .findFirst()
                .orElseThrow(() -> Service.LOAD_BALANCING.refusal(
                        LoadBalancerNotFoundException.builder(),
                        400,
                        "LoadBalancerNotFound",
                        "Load balancers '[" + name + "]' not found"));
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html">Its listeners go with it; of one that is not there, it succeeds.</a> */
    private DeleteLoadBalancerResponse delete(DeleteLoadBalancerRequest request) {
        requireUnprotected(request.loadBalancerArn());
        balancing.balancers.remove(request.loadBalancerArn());
        balancing
                .listeners
                .values()
                .removeIf(listener -> listener.settings.loadBalancerArn().equals(request.loadBalancerArn()));
        network.securityGroups.values().forEach(group -> group.users.remove(request.loadBalancerArn()));
        balancing.updateUse();
        return DeleteLoadBalancerResponse.builder().build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html">"You can't delete a load balancer if deletion protection is enabled."</a> */
    private void requireUnprotected(String arn) {
        Balancing.Balancer balancer = balancing.balancers.get(arn);
        if (balancer != null && balancer.isProtected()) {
            throw Service.LOAD_BALANCING.refusal(
                    OperationNotPermittedException.builder(),
                    400,
                    "OperationNotPermitted",
                    "Load balancer '" + arn + "' cannot be deleted because deletion protection is enabled");
        }
    }

    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Tag.html">Letters, spaces, numbers and a few signs</a>; others of AWS take any character. */
    static Map<String, String> tags(List<Tag> given) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag tag : given) {
            String value = Optional.ofNullable(tag.value()).orElse("");
            if (!TAG.matcher(tag.key()).matches() || !TAG.matcher(value).matches()) {
                throw invalid(
                        "Value '" + value + "' of the tag '" + tag.key()
                                + "' failed to satisfy constraint: Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
            }
            tags.put(tag.key(), value);
        }
        return tags;
    }

    private AddTagsResponse tag(AddTagsRequest request) {
        List<Map<String, String>> tagged =
                request.resourceArns().stream().map(this::tagsOf).toList();
        Map<String, String> more = tags(request.tags());
        tagged.forEach(tags -> tags.putAll(more));
        return AddTagsResponse.builder().build();
    }

    private RemoveTagsResponse untag(RemoveTagsRequest request) {
        List<Map<String, String>> tagged =
                request.resourceArns().stream().map(this::tagsOf).toList();
        tagged.forEach(tags -> request.tagKeys().forEach(tags::remove));
        return RemoveTagsResponse.builder().build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html">Of 20 at most.</a> */
    private DescribeTagsResponse describeTags(DescribeTagsRequest request) {
        if (request.resourceArns().size() > MOST_TAGGED) {
            throw invalid("Up to " + MOST_TAGGED + " resources can be described in one call, and these are "
                    + request.resourceArns().size());
        }
        return DescribeTagsResponse.builder()
                .tagDescriptions(request.resourceArns().stream()
                        .map(arn -> TagDescription.builder()
                                .resourceArn(arn)
                                .tags(tags(tagsOf(arn)))
                                .build())
                        .toList())
                .build();
    }

    private Map<String, String> tagsOf(String arn) {
        String kind = arn.substring(arn.lastIndexOf(':') + 1).replaceFirst("/.*", "");
        return switch (kind) {
            case "loadbalancer" -> balancing.balancer(arn).tags;
            case "listener" -> balancing.listener(arn).tags;
            case "listener-rule" -> balancing.rule(arn).tags;
            case "targetgroup" -> balancing.group(arn).tags;
            default -> throw invalid("'" + arn + "' is not a valid resource ARN");
        };
    }

    private DescribeAccountLimitsResponse limits(DescribeAccountLimitsRequest request) {
        Map<String, Integer> limits = new LinkedHashMap<>();
        limits.put("target-groups", quotas.of(AwsQuota.TARGET_GROUPS));
        limits.put("listeners-per-application-load-balancer", quotas.of(AwsQuota.LISTENERS_PER_LOAD_BALANCER));
        limits.put("rules-per-application-load-balancer", quotas.of(AwsQuota.RULES_PER_LOAD_BALANCER));
        limits.put("targets-per-application-load-balancer", quotas.of(AwsQuota.TARGETS_PER_LOAD_BALANCER));
        limits.put(
                "target-groups-per-action-on-application-load-balancer", quotas.of(AwsQuota.TARGET_GROUPS_PER_ACTION));
        return DescribeAccountLimitsResponse.builder()
                .limits(limits.entrySet().stream()
                        .map(limit -> Limit.builder()
                                .name(limit.getKey())
                                .max(limit.getValue().toString())
                                .build())
                        .toList())
                .build();
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    String arn(String rest) {
        return arn(network, rest);
    }

    static String arn(Network network, String rest) {
        return "arn:aws:elasticloadbalancing:" + network.region + ":" + Desk.ACCOUNT + ":" + rest;
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html">At most 32 letters, digits and hyphens, neither at the begin nor at the end.</a> */
    static void requireName(String name) {
        if (!Objects.requireNonNull(name).matches("[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?")) {
            throw invalid(
                    "The name '" + name
                            + "' is not valid: it must have a maximum of 32 characters, contain only alphanumeric characters or hyphens, and must not begin or end with a hyphen");
        }
    }

    static AwsServiceException invalid(String message) {
        return Service.LOAD_BALANCING.refusal(400, "ValidationError", message);
    }

    static AwsServiceException badMarker(String marker) {
        return invalid("The marker '" + marker + "' is not valid");
    }
}
