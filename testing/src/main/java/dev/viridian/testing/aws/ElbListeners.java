package dev.viridian.testing.aws;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateListenerException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyListenersException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyRulesException;

/** What Elastic Load Balancing answers about listeners and their rules. */
final class ElbListeners {
    private static final int LAST_PRIORITY = 50_000;
    private static final Set<String> FIELDS = Set.of("path-pattern", "host-header", "source-ip");

    private final Balancing balancing;
    private final Ids ids;
    private final Quotas quotas;
    private final Actions actions;

    ElbListeners(Balancing balancing, Ids ids, Quotas quotas) {
        this.balancing = balancing;
        this.ids = ids;
        this.quotas = quotas;
        this.actions = new Actions(balancing);
    }

    void open(Operations operations) {
        operations
                .on(
                        CreateListenerRequest.class,
                        "LoadBalancerArn! Protocol! Port! DefaultActions! SslPolicy Certificates Tags",
                        this::create)
                .on(
                        ModifyListenerRequest.class,
                        "ListenerArn! Protocol Port DefaultActions SslPolicy Certificates",
                        this::modify)
                .on(DescribeListenersRequest.class, "LoadBalancerArn ListenerArns Marker PageSize", this::describe)
                .on(DeleteListenerRequest.class, "ListenerArn!", this::delete)
                .on(CreateRuleRequest.class, "ListenerArn! Conditions! Priority! Actions! Tags", this::createRule)
                .on(ModifyRuleRequest.class, "RuleArn! Conditions Actions", this::modifyRule)
                .on(DescribeRulesRequest.class, "ListenerArn RuleArns Marker PageSize", this::describeRules)
                .on(DeleteRuleRequest.class, "RuleArn!", this::deleteRule);
    }

    private List<Action> checked(List<Action> given, List<Action> before, String balancer) {
        actions.mostGroups = quotas.of(AwsQuota.TARGET_GROUPS_PER_ACTION);
        return actions.checked(given, before, balancer);
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html">Idempotent for equal settings.</a> */
    private CreateListenerResponse create(CreateListenerRequest request) {
        Map<String, String> tags = Elb.tags(request.tags());
        Balancing.Balancer balancer = balancing.balancer(request.loadBalancerArn());
        Listener settings = Listener.builder()
                .loadBalancerArn(balancer.arn())
                .protocol(request.protocolAsString())
                .port(request.port())
                .sslPolicy(request.sslPolicy())
                .certificates(request.hasCertificates() ? request.certificates() : null)
                .defaultActions(checked(request.defaultActions(), List.of(), balancer.arn()))
                .build();
        List<Balancing.ListenerState> there = of(balancer.arn());
        for (Balancing.ListenerState known : there) {
            if (known.settings.port().equals(request.port())) {
                return answer(requireSame(known, settings));
            }
        }
        if (there.size() >= quotas.of(AwsQuota.LISTENERS_PER_LOAD_BALANCER)) {
            throw Service.LOAD_BALANCING.refusal(
                    TooManyListenersException.builder(),
                    400,
                    "TooManyListeners",
                    "The maximum number of listeners has been reached on load balancer '" + balancer.arn() + "'");
        }
        String arn = balancer.arn().replace(":loadbalancer/", ":listener/") + "/" + ids.ending("listener");
        Balancing.ListenerState listener = new Balancing.ListenerState(
                settings.toBuilder().listenerArn(arn).build());
        listener.tags.putAll(tags);
        listener.rules.add(new Balancing.RuleState(Rule.builder()
                .ruleArn(ruleArn(listener))
                .priority("default")
                .isDefault(true)
                .actions(settings.defaultActions())
                .build()));
        balancing.listeners.put(arn, listener);
        balancing.updateUse();
        return answer(listener);
    }

    private String ruleArn(Balancing.ListenerState listener) {
        return listener.arn().replace(":listener/", ":listener-rule/") + "/" + ids.ending("rule");
    }

    private List<Balancing.ListenerState> of(String balancer) {
        return balancing.listeners.values().stream()
                .filter(listener -> listener.settings.loadBalancerArn().equals(balancer))
                .toList();
    }

    private static Balancing.ListenerState requireSame(Balancing.ListenerState known, Listener wanted) {
        if (!known.settings.toBuilder().listenerArn(null).build().equals(wanted)) {
            throw Service.LOAD_BALANCING.refusal(
                    DuplicateListenerException.builder(),
                    400,
                    "DuplicateListener",
                    "A listener already exists on this port for this load balancer '" + wanted.loadBalancerArn() + "'");
        }
        return known;
    }

    private static CreateListenerResponse answer(Balancing.ListenerState listener) {
        return CreateListenerResponse.builder().listeners(listener.settings).build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html">The whole list of actions is replaced; what is not given stays.</a> */
    private ModifyListenerResponse modify(ModifyListenerRequest request) {
        Balancing.ListenerState listener = balancing.listener(request.listenerArn());
        Listener.Builder settings = listener.settings.toBuilder();
        Optional.ofNullable(request.protocolAsString()).ifPresent(settings::protocol);
        Optional.ofNullable(request.port()).ifPresent(settings::port);
        Optional.ofNullable(request.sslPolicy()).ifPresent(settings::sslPolicy);
        if (request.hasCertificates()) {
            settings.certificates(request.certificates());
        }
        if (request.hasDefaultActions()) {
            List<Action> checked = checked(
                    request.defaultActions(), listener.settings.defaultActions(), listener.settings.loadBalancerArn());
            settings.defaultActions(checked);
            listener.rules.stream().filter(Balancing.RuleState::isDefault).forEach(rule -> replace(rule, checked));
        }
        listener.settings = settings.build();
        balancing.updateUse();
        return ModifyListenerResponse.builder().listeners(listener.settings).build();
    }

    private static void replace(Balancing.RuleState rule, List<Action> actions) {
        rule.settings = rule.settings.toBuilder().actions(actions).build();
        rule.credit.clear();
    }

    private DescribeListenersResponse describe(DescribeListenersRequest request) {
        if (request.loadBalancerArn() == null && !request.hasListenerArns()) {
            throw Elb.invalid("You must specify either listener ARNs or a load balancer ARN");
        }
        List<Listener> found = new ArrayList<>();
        request.listenerArns().forEach(arn -> found.add(balancing.listener(arn).settings));
        if (request.loadBalancerArn() != null) {
            balancing.balancer(request.loadBalancerArn());
            of(request.loadBalancerArn()).forEach(listener -> found.add(listener.settings));
        }
        Page<Listener> page = Page.of(found, request.marker(), request.pageSize(), Elb.PAGE, Elb::badMarker);
        return DescribeListenersResponse.builder()
                .listeners(page.items())
                .nextMarker(page.next())
                .build();
    }

    private DeleteListenerResponse delete(DeleteListenerRequest request) {
        balancing.listener(request.listenerArn());
        balancing.listeners.remove(request.listenerArn());
        balancing.updateUse();
        return DeleteListenerResponse.builder().build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html">"A listener can't have multiple rules with the same priority."</a> */
    private CreateRuleResponse createRule(CreateRuleRequest request) {
        Map<String, String> tags = Elb.tags(request.tags());
        Balancing.ListenerState listener = balancing.listener(request.listenerArn());
        if (request.priority() < 1 || request.priority() > LAST_PRIORITY) {
            throw Elb.invalid("Priority '" + request.priority() + "' must be between 1 and " + LAST_PRIORITY);
        }
        String priority = request.priority().toString();
        if (listener.rules.stream().anyMatch(rule -> rule.settings.priority().equals(priority))) {
            throw Service.LOAD_BALANCING.refusal(
                    PriorityInUseException.builder(),
                    400,
                    "PriorityInUse",
                    "Priority '" + priority + "' is currently in use");
        }
        requireRoom(listener);
        Balancing.RuleState rule = new Balancing.RuleState(Rule.builder()
                .ruleArn(ruleArn(listener))
                .priority(priority)
                .isDefault(false)
                .conditions(known(request.conditions()))
                .actions(checked(request.actions(), List.of(), listener.settings.loadBalancerArn()))
                .build());
        rule.tags.putAll(tags);
        listener.rules.add(rule);
        listener.rules.sort(Comparator.comparingInt(ElbListeners::place));
        balancing.updateUse();
        return CreateRuleResponse.builder().rules(rule.settings).build();
    }

    private void requireRoom(Balancing.ListenerState listener) {
        long rules = of(listener.settings.loadBalancerArn()).stream()
                .flatMap(known -> known.rules.stream())
                .filter(rule -> !rule.isDefault())
                .count();
        if (rules >= quotas.of(AwsQuota.RULES_PER_LOAD_BALANCER)) {
            throw Service.LOAD_BALANCING.refusal(
                    TooManyRulesException.builder(),
                    400,
                    "TooManyRules",
                    "The maximum number of rules has been reached");
        }
    }

    private static int place(Balancing.RuleState rule) {
        return rule.isDefault() ? Integer.MAX_VALUE : Integer.parseInt(rule.settings.priority());
    }

    /** Conditions as AWS shows them: their values both in the list and in the form of their kind. */
    private static List<RuleCondition> known(List<RuleCondition> conditions) {
        return conditions.stream().map(ElbListeners::known).toList();
    }

    private static RuleCondition known(RuleCondition condition) {
        if (!FIELDS.contains(condition.field())) {
            throw new UnsupportedOperationException("SimulatedAws does not know the condition " + condition.field()
                    + " of a rule. Expected path-pattern, host-header or source-ip.");
        }
        List<String> values = valuesOf(condition);
        RuleCondition.Builder known = RuleCondition.builder().field(condition.field());
        return switch (condition.field()) {
            case "path-pattern" ->
                known.values(values)
                        .pathPatternConfig(config -> config.values(values))
                        .build();
            case "host-header" ->
                known.values(values)
                        .hostHeaderConfig(config -> config.values(values))
                        .build();
            default -> known.sourceIpConfig(config -> config.values(values)).build();
        };
    }

    private static List<String> valuesOf(RuleCondition condition) {
        if (condition.hasValues()) {
            return condition.values();
        }
        if (condition.pathPatternConfig() != null) {
            return condition.pathPatternConfig().values();
        }
        if (condition.sourceIpConfig() != null) {
            return condition.sourceIpConfig().values();
        }
        return condition.hostHeaderConfig() == null
                ? List.of()
                : condition.hostHeaderConfig().values();
    }

    private ModifyRuleResponse modifyRule(ModifyRuleRequest request) {
        Balancing.ListenerState listener = balancing.listenerOfRule(request.ruleArn());
        Balancing.RuleState rule = balancing.rule(request.ruleArn());
        if (rule.isDefault()) {
            throw notPermitted("Default rule '" + request.ruleArn() + "' cannot be modified");
        }
        if (request.hasConditions()) {
            rule.settings = rule.settings.toBuilder()
                    .conditions(known(request.conditions()))
                    .build();
        }
        if (request.hasActions()) {
            replace(rule, checked(request.actions(), rule.settings.actions(), listener.settings.loadBalancerArn()));
        }
        balancing.updateUse();
        return ModifyRuleResponse.builder().rules(rule.settings).build();
    }

    private DescribeRulesResponse describeRules(DescribeRulesRequest request) {
        if (request.listenerArn() == null && !request.hasRuleArns()) {
            throw Elb.invalid("You must specify either listener rule ARNs or a listener ARN");
        }
        List<Rule> found = new ArrayList<>();
        request.ruleArns().forEach(arn -> found.add(balancing.rule(arn).settings));
        if (request.listenerArn() != null) {
            balancing.listener(request.listenerArn()).rules.forEach(rule -> found.add(rule.settings));
        }
        Page<Rule> page = Page.of(found, request.marker(), request.pageSize(), Elb.PAGE, Elb::badMarker);
        return DescribeRulesResponse.builder()
                .rules(page.items())
                .nextMarker(page.next())
                .build();
    }

    private DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
        Balancing.ListenerState listener = balancing.listenerOfRule(request.ruleArn());
        Balancing.RuleState rule = balancing.rule(request.ruleArn());
        if (rule.isDefault()) {
            throw notPermitted("Default rule '" + request.ruleArn() + "' cannot be deleted");
        }
        listener.rules.remove(rule);
        balancing.updateUse();
        return DeleteRuleResponse.builder().build();
    }

    private static RuntimeException notPermitted(String message) {
        return Service.LOAD_BALANCING.refusal(
                OperationNotPermittedException.builder(), 400, "OperationNotPermitted", message);
    }
}
