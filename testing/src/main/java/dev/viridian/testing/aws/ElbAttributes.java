package dev.viridian.testing.aws;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/**
 * What Elastic Load Balancing answers about the attributes of
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html">load balancers</a> and
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html">target groups</a>.
 */
final class ElbAttributes {
    static final String IDLE_TIMEOUT = "idle_timeout.timeout_seconds";
    private static final String TRUTH = "true|false";

    /** What those may be that are not numbers. */
    private static final Map<String, String> WORDS = Map.of(
            TargetGroupState.STICKY,
            TRUTH,
            "stickiness.type",
            "lb_cookie|app_cookie",
            "load_balancing.algorithm.type",
            "round_robin|least_outstanding_requests|weighted_random",
            "access_logs.s3.enabled",
            TRUTH,
            "deletion_protection.enabled",
            TRUTH,
            "routing.http.drop_invalid_header_fields.enabled",
            TRUTH,
            "routing.http2.enabled",
            TRUTH);

    private record Limits(int least, int most) {}

    private static final Map<String, Limits> NUMBERS = Map.of(
            TargetGroupState.DELAY,
            new Limits(0, 3600),
            "slow_start.duration_seconds",
            new Limits(0, 900),
            "stickiness.lb_cookie.duration_seconds",
            new Limits(1, 604_800),
            IDLE_TIMEOUT,
            new Limits(1, 4000),
            "client_keep_alive.seconds",
            new Limits(60, 604_800));

    private final Balancing balancing;

    ElbAttributes(Balancing balancing) {
        this.balancing = balancing;
    }

    void open(Operations operations) {
        operations
                .on(DescribeLoadBalancerAttributesRequest.class, "LoadBalancerArn!", this::ofBalancer)
                .on(ModifyLoadBalancerAttributesRequest.class, "LoadBalancerArn! Attributes!", this::modifyBalancer)
                .on(DescribeTargetGroupAttributesRequest.class, "TargetGroupArn!", this::ofGroup)
                .on(ModifyTargetGroupAttributesRequest.class, "TargetGroupArn! Attributes!", this::modifyGroup);
    }

    private DescribeLoadBalancerAttributesResponse ofBalancer(DescribeLoadBalancerAttributesRequest request) {
        return DescribeLoadBalancerAttributesResponse.builder()
                .attributes(all(balancing.balancer(request.loadBalancerArn()).attributes, ElbAttributes::ofBalancer))
                .build();
    }

    private ModifyLoadBalancerAttributesResponse modifyBalancer(ModifyLoadBalancerAttributesRequest request) {
        Map<String, String> attributes = balancing.balancer(request.loadBalancerArn()).attributes;
        request.attributes().forEach(attribute -> require(attributes, attribute.key(), attribute.value()));
        request.attributes().forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
        return ModifyLoadBalancerAttributesResponse.builder()
                .attributes(all(attributes, ElbAttributes::ofBalancer))
                .build();
    }

    private DescribeTargetGroupAttributesResponse ofGroup(DescribeTargetGroupAttributesRequest request) {
        return DescribeTargetGroupAttributesResponse.builder()
                .attributes(all(balancing.group(request.targetGroupArn()).attributes, ElbAttributes::ofGroup))
                .build();
    }

    private ModifyTargetGroupAttributesResponse modifyGroup(ModifyTargetGroupAttributesRequest request) {
        Map<String, String> attributes = balancing.group(request.targetGroupArn()).attributes;
        request.attributes().forEach(attribute -> require(attributes, attribute.key(), attribute.value()));
        request.attributes().forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
        return ModifyTargetGroupAttributesResponse.builder()
                .attributes(all(attributes, ElbAttributes::ofGroup))
                .build();
    }

    private static void require(Map<String, String> known, String key, String value) {
        if (!known.containsKey(key)) {
            throw new UnsupportedOperationException("SimulatedAws does not know the attribute " + key
                    + " of load balancers or target groups. It knows " + String.join(", ", known.keySet()) + ".");
        }
        if (!value.matches(NUMBERS.containsKey(key) ? "\\d{1,9}" : WORDS.getOrDefault(key, ".*"))) {
            throw Elb.invalid("'" + value + "' is no value of the attribute " + key);
        }
        if (NUMBERS.containsKey(key)) {
            Limits limits = NUMBERS.get(key);
            ElbTargets.require(key, Integer.parseInt(value), limits.least, limits.most);
        }
    }

    private static LoadBalancerAttribute ofBalancer(String key, String value) {
        return LoadBalancerAttribute.builder().key(key).value(value).build();
    }

    private static TargetGroupAttribute ofGroup(String key, String value) {
        return TargetGroupAttribute.builder().key(key).value(value).build();
    }

    private static <T> List<T> all(Map<String, String> attributes, BiFunction<String, String, T> made) {
        return attributes.entrySet().stream()
                .map(each -> made.apply(each.getKey(), each.getValue()))
                .toList();
    }
}
