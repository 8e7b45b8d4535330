package dev.viridian.testing.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Load balancers, their listeners and rules, and target groups. */
final class Balancing {
    private static final String PROTECTION = "deletion_protection.enabled";

    final Map<String, Balancer> balancers = new LinkedHashMap<>();
    final Map<String, ListenerState> listeners = new LinkedHashMap<>();
    final Map<String, TargetGroupState> groups = new LinkedHashMap<>();
    final HealthChecks checks;
    private final Agenda agenda;

    Balancing(Agenda agenda, Instances instances) {
        this.agenda = agenda;
        this.checks = new HealthChecks(agenda, instances);
    }

    /** A load balancer. */
    static final class Balancer {
        final LoadBalancer settings;
        final Map<String, String> tags = new LinkedHashMap<>();
        final Map<String, String> attributes = new LinkedHashMap<>();
        final Instant active;

        Balancer(LoadBalancer settings, Instant active) {
            this.settings = settings;
            this.active = active;
            attributes.put(ElbAttributes.IDLE_TIMEOUT, "60");
            attributes.put(PROTECTION, "false");
            attributes.put("access_logs.s3.enabled", "false");
            attributes.put("access_logs.s3.bucket", "");
            attributes.put("access_logs.s3.prefix", "");
            attributes.put("client_keep_alive.seconds", "3600");
            attributes.put("routing.http.drop_invalid_header_fields.enabled", "false");
            attributes.put("routing.http2.enabled", "true");
        }

        String arn() {
            return settings.loadBalancerArn();
        }

        boolean isProtected() {
            return Boolean.parseBoolean(attributes.get(PROTECTION));
        }
    }

    /** Whether one of that name has addresses of IPv6, too. */
    boolean hasIpv6(String dnsName) {
        return balancers.values().stream()
                .filter(balancer -> balancer.settings.dnsName().equalsIgnoreCase(dnsName))
                .anyMatch(balancer -> Elb.DUAL_STACK.equals(balancer.settings.ipAddressTypeAsString()));
    }

    /** A listener with its rules; that by default is the last one. */
    static final class ListenerState {
        final Map<String, String> tags = new LinkedHashMap<>();
        final List<RuleState> rules = new ArrayList<>();
        Listener settings;

        ListenerState(Listener settings) {
            this.settings = settings;
        }

        String arn() {
            return settings.listenerArn();
        }
    }

    /** A rule, and how far its groups' turns have come. */
    static final class RuleState {
        final Map<String, String> tags = new LinkedHashMap<>();
        final Map<String, Integer> credit = new LinkedHashMap<>();
        Rule settings;

        RuleState(Rule settings) {
            this.settings = settings;
        }

        boolean isDefault() {
            return settings.isDefault();
        }
    }

    Agenda agenda() {
        return agenda;
    }

    Balancer balancer(String arn) {
        Balancer balancer = balancers.get(arn);
        if (balancer == null) {
            throw Service.LOAD_BALANCING.refusal(
                    LoadBalancerNotFoundException.builder(),
                    400,
                    "LoadBalancerNotFound",
                    "Load balancer '" + arn + "' not found");
        }
        return balancer;
    }

    ListenerState listener(String arn) {
        ListenerState listener = listeners.get(arn);
        if (listener == null) {
            throw Service.LOAD_BALANCING.refusal(
                    ListenerNotFoundException.builder(), 400, "ListenerNotFound", "Listener '" + arn + "' not found");
        }
        return listener;
    }

    TargetGroupState group(String arn) {
        TargetGroupState group = groups.get(arn);
        if (group == null) {
            throw groupNotFound(arn);
        }
        return group;
    }

    static AwsServiceException groupNotFound(String what) {
        return Service.LOAD_BALANCING.refusal(
                TargetGroupNotFoundException.builder(),
                400,
                "TargetGroupNotFound",
                "Target groups '" + what + "' not found");
    }

    /** The listener that has a rule. */
    ListenerState listenerOfRule(String arn) {
        return listeners.values().stream()
                .filter(listener -> listener.rules.stream()
                        .anyMatch(rule -> rule.settings.ruleArn().equals(arn)))
                .findFirst()
                .orElseThrow(() -> Service.LOAD_BALANCING.refusal(
                        RuleNotFoundException.builder(), 400, "RuleNotFound", "Rule '" + arn + "' not found"));
    }

    RuleState rule(String arn) {
        return listenerOfRule(arn).rules.stream()
                .filter(rule -> rule.settings.ruleArn().equals(arn))
                .findFirst()
                .orElseThrow(() -> new AssertionError(arn));
    }

    /** Looks again which load balancer uses which group. */
    void updateUse() {
        Map<String, String> used = new LinkedHashMap<>();
        for (ListenerState listener : listeners.values()) {
            for (RuleState rule : listener.rules) {
                groupsOf(rule.settings.actions())
                        .forEach(group -> used.put(group, listener.settings.loadBalancerArn()));
            }
        }
        groups.values().forEach(group -> {
            Optional<String> balancer = Optional.ofNullable(used.get(group.arn));
            group.balancedFrom =
                    balancer.map(this::balancer).map(user -> user.active).orElse(Instant.EPOCH);
            checks.used(group, balancer);
        });
    }

    /** The groups to which a list of actions forwards. */
    static Set<String> groupsOf(List<Action> actions) {
        Set<String> groups = new HashSet<>();
        for (Action action : actions) {
            if (action.forwardConfig() != null) {
                action.forwardConfig().targetGroups().stream()
                        .map(TargetGroupTuple::targetGroupArn)
                        .forEach(groups::add);
            }
        }
        return groups;
    }
}
