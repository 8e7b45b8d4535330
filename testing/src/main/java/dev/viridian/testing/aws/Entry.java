package dev.viridian.testing.aws;

import dev.viridian.testing.aws.TargetGroupState.Health;
import dev.viridian.testing.aws.TargetGroupState.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * What users get from a load balancer now. Weights are honoured to the letter and in order: of any weights that add up to <i>n</i>, each group gets its share of every
 * <i>n</i> requests. Where no target of a group is healthy, all of them are asked:
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html">"the load balancer fails open"</a>.
 */
final class Entry {
    private static final Visit NOBODY_THERE =
            new Visit(new Reply(503, "503 Service Temporarily Unavailable"), Optional.empty());
    private static final Reply BROKEN = new Reply(502, "502 Bad Gateway");

    private final Balancing balancing;

    Entry(Balancing balancing) {
        this.balancing = balancing;
    }

    /** Empty where nothing of that name listens there. */
    Optional<Visit> ask(String name, int port, String host, String path) {
        return balancing.balancers.values().stream()
                .filter(balancer -> balancer.settings.dnsName().equalsIgnoreCase(name))
                .filter(balancer -> !balancing.agenda().now().isBefore(balancer.active))
                .flatMap(balancer -> balancing.listeners.values().stream()
                        .filter(listener -> listener.settings.loadBalancerArn().equals(balancer.arn())))
                .filter(listener -> listener.settings.port() == port)
                .findFirst()
                .map(listener -> answer(listener, host, path));
    }

    private Visit answer(Balancing.ListenerState listener, String host, String path) {
        Balancing.RuleState rule = listener.rules.stream()
                .filter(candidate ->
                        candidate.settings.conditions().stream().allMatch(condition -> matches(condition, host, path)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the default rule matches everything"));
        Action action = rule.settings.actions().get(rule.settings.actions().size() - 1);
        if (action.type() == ActionTypeEnum.FIXED_RESPONSE) {
            return new Visit(
                    new Reply(
                            Integer.parseInt(action.fixedResponseConfig().statusCode()),
                            Optional.ofNullable(action.fixedResponseConfig().messageBody())
                                    .orElse("")),
                    Optional.empty());
        }
        if (Boolean.TRUE.equals(
                action.forwardConfig().targetGroupStickinessConfig().enabled())) {
            throw new UnsupportedOperationException(
                    "SimulatedAws does not know what users of a sticky load balancer see. Switch off the stickiness of "
                            + listener.arn() + ".");
        }
        return choose(rule, action.forwardConfig().targetGroups())
                .map(group -> visit(balancing.group(group), path))
                .orElse(NOBODY_THERE);
    }

    /** Users come from a network that no condition on addresses means: 203.0.113.0/24, which is kept for documentation. */
    private static boolean matches(RuleCondition condition, String host, String path) {
        return switch (condition.field()) {
            case "path-pattern" -> anyMatches(condition, path.replaceFirst("\\?.*", ""));
            case "host-header" -> anyMatches(condition, host);
            default ->
                condition.sourceIpConfig().values().stream()
                        .anyMatch(range -> range.startsWith("203.0.113.") || range.endsWith("/0"));
        };
    }

    private static boolean anyMatches(RuleCondition condition, String asked) {
        return condition.values().stream().anyMatch(pattern -> Globs.matches(pattern, asked));
    }

    /** Each turn all get their weight as credit, and the richest pays for the turn with what was given out. */
    private static Optional<String> choose(Balancing.RuleState rule, List<TargetGroupTuple> groups) {
        int total = 0;
        Optional<String> richest = Optional.empty();
        for (TargetGroupTuple group : groups) {
            int credit = rule.credit.merge(group.targetGroupArn(), group.weight(), Integer::sum);
            total += group.weight();
            boolean isRicher = richest.isEmpty() || credit > rule.credit.getOrDefault(richest.get(), 0);
            if (group.weight() > 0 && isRicher) {
                richest = Optional.of(group.targetGroupArn());
            }
        }
        int spent = total;
        richest.ifPresent(group -> rule.credit.merge(group, -spent, Integer::sum));
        return richest;
    }

    private Visit visit(TargetGroupState group, String path) {
        List<Target> healthy = targets(group, List.of(Health.HEALTHY));
        List<Target> asked = healthy.isEmpty() ? targets(group, List.of(Health.INITIAL, Health.UNHEALTHY)) : healthy;
        if (asked.isEmpty()) {
            return NOBODY_THERE;
        }
        Instant now = balancing.agenda().now();
        Target target = asked.get(Math.floorMod(group.turn++, asked.size()));
        Optional<Ec2Instance> instance = balancing.checks.instanceOf(group, target);
        Optional<Reply> answered = instance.flatMap(found -> found.reply(path, now));
        group.served.count(now, answered);
        Reply reply = answered.orElse(BROKEN);
        return new Visit(reply, instance.map(Ec2Instance::id));
    }

    private static List<Target> targets(TargetGroupState group, List<Health> wanted) {
        return group.targets.values().stream()
                .filter(target -> wanted.contains(target.health))
                .toList();
    }
}
