package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.PlatformException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * What makes a load balancer look after an environment that gets no users yet. It asks
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html">only targets of groups that a rule names</a>, so each
 * environment has a rule of its own, whose condition nobody meets: a client's address in a network that is kept for
 * <a href="https://www.rfc-editor.org/rfc/rfc5737">documentation</a>. The users' own rule is left alone until the cutover, and then is written as a whole.
 */
final class AttachingRules {
    private static final String NOBODY = "192.0.2.1/32";
    private static final String CONDITION = "source-ip";
    private static final int LOWEST = 50_000;
    private static final int SPREAD = 10_000;
    private static final int TRIES = 10;

    private final AwsSetup setup;
    private final Forwarding forwarding;
    private final Supplier<ElasticLoadBalancingV2Client> client;

    AttachingRules(AwsSetup setup, Forwarding forwarding, Supplier<ElasticLoadBalancingV2Client> client) {
        this.setup = setup;
        this.forwarding = forwarding;
        this.client = client;
    }

    /** Makes the rule, unless it is there: of two of one priority, which it has had then, the second is refused. */
    void attach(EnvironmentName environment, String targetGroup, Caller caller) {
        if (isCreated(environment, targetGroup, first(environment), caller)) {
            return;
        }
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            List<Rule> rules = rules();
            if (!attaching(rules, targetGroup).isEmpty()
                    || isCreated(environment, targetGroup, free(environment, rules), caller)) {
                return;
            }
        }
        throw PlatformException.passing(
                "attach " + environment + " to " + forwarding,
                new IllegalStateException(
                        "each of " + TRIES + " priorities that were free was taken by somebody else"));
    }

    private boolean isCreated(EnvironmentName environment, String targetGroup, int priority, Caller caller) {
        CreateRuleRequest request = CreateRuleRequest.builder()
                .listenerArn(forwarding.listener())
                .priority(priority)
                .conditions(RuleCondition.builder()
                        .field(CONDITION)
                        .sourceIpConfig(source -> source.values(NOBODY))
                        .build())
                .actions(Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .targetGroupArn(targetGroup)
                        .build())
                .tags(
                        tag(EnvironmentTags.APPLICATION, setup.application()),
                        tag(EnvironmentTags.ENVIRONMENT, environment.value()))
                .overrideConfiguration(caller.inUserAgent())
                .build();
        return call("CreateRule").of(() -> {
            try {
                client.get().createRule(request);
                return true;
            } catch (PriorityInUseException e) {
                return false;
            }
        });
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /**
     * Towards the end, where it is in nobody's way, and for one environment always the same, so that of two controllers that make its rule at once only one
     * succeeds.
     */
    private int free(EnvironmentName environment, List<Rule> rules) {
        Set<String> taken = rules.stream().map(Rule::priority).collect(Collectors.toSet());
        int first = first(environment);
        for (int priority = first; priority > 0; priority--) {
            if (!taken.contains(Integer.toString(priority))) {
                return priority;
            }
        }
        throw PlatformException.refused(
                "attach " + environment + " to " + forwarding,
                "each priority from 1 to " + first
                        + " is taken. Expected fewer rules: AWS allows 100 for a load balancer unless asked for"
                        + " more.");
    }

    private static int first(EnvironmentName environment) {
        return LOWEST - Math.floorMod(environment.value().hashCode(), SPREAD);
    }

    /** Removes the rule; of none, nothing. */
    void detach(String targetGroup, Caller caller) {
        for (Rule rule : attaching(rules(), targetGroup)) {
            call("DeleteRule").of(() -> {
                try {
                    client.get()
                            .deleteRule(request ->
                                    request.ruleArn(rule.ruleArn()).overrideConfiguration(caller.inUserAgent()));
                } catch (RuleNotFoundException e) {
                    // Somebody else was faster.
                }
                return true;
            });
        }
    }

    private List<Rule> rules() {
        return call("DescribeRules")
                .of(() -> client
                        .get()
                        .describeRulesPaginator(request -> request.listenerArn(forwarding.listener())
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .rules()
                        .stream()
                        .toList());
    }

    private static List<Rule> attaching(List<Rule> rules, String targetGroup) {
        return rules.stream()
                .filter(rule -> rule.conditions().stream()
                        .anyMatch(condition -> CONDITION.equals(condition.field())
                                && condition.sourceIpConfig() != null
                                && condition.sourceIpConfig().values().equals(List.of(NOBODY))))
                .filter(rule -> rule.actions().stream().anyMatch(action -> targetGroup.equals(action.targetGroupArn())))
                .toList();
    }

    private Call call(String operation) {
        return setup.call("elasticloadbalancing:" + operation, forwarding.listener());
    }
}
