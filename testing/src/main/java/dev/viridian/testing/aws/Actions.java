package dev.viridian.testing.aws;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AuthenticateOidcActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidConfigurationRequestException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAssociationLimitException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * What a listener or a rule may do, by <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html">the reference of actions</a> and
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html">weights</a>.
 */
final class Actions {
    private static final int MOST_WEIGHT = 999;

    private final Balancing balancing;
    int mostGroups = 5;

    Actions(Balancing balancing) {
        this.balancing = balancing;
    }

    /**
     * Refuses what AWS would; the actions as AWS shows them: a group that is named alone stands in the weighted list too, and no secret does.
     *
     * @param before those that they take the place of; none where a listener or a rule is made
     */
    List<Action> checked(List<Action> actions, List<Action> before, String balancer) {
        if (actions.isEmpty()) {
            throw invalid("A default action or at least one action must be specified");
        }
        return actions.stream().map(action -> checked(action, before, balancer)).toList();
    }

    private Action checked(Action action, List<Action> before, String balancer) {
        ActionTypeEnum type = action.type();
        if (type == ActionTypeEnum.FORWARD) {
            return forward(action, balancer);
        }
        if (type == ActionTypeEnum.AUTHENTICATE_OIDC && action.authenticateOidcConfig() != null) {
            return login(action, before);
        }
        if (type == ActionTypeEnum.FIXED_RESPONSE && action.fixedResponseConfig() != null) {
            return action;
        }
        throw new UnsupportedOperationException("SimulatedAws does not know the action " + action.typeAsString()
                + " of a listener or rule. Expected forward, fixed-response or authenticate-oidc.");
    }

    /** A secret is <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html">left out only where it is said that the one that is there stays</a>. */
    private static Action login(Action action, List<Action> before) {
        AuthenticateOidcActionConfig config = action.authenticateOidcConfig();
        boolean isKept = Boolean.TRUE.equals(config.useExistingClientSecret())
                && before.stream().anyMatch(known -> known.type() == ActionTypeEnum.AUTHENTICATE_OIDC);
        if (config.clientSecret() == null && !isKept) {
            throw invalid("You must specify a client secret for the authenticate-oidc action");
        }
        return action.toBuilder()
                .authenticateOidcConfig(config.toBuilder()
                        .clientSecret(null)
                        .useExistingClientSecret(null)
                        .build())
                .build();
    }

    private Action forward(Action action, String balancer) {
        List<TargetGroupTuple> groups = Optional.ofNullable(action.forwardConfig())
                .map(ForwardActionConfig::targetGroups)
                .filter(list -> !list.isEmpty())
                .orElseGet(() -> List.of(TargetGroupTuple.builder()
                        .targetGroupArn(action.targetGroupArn())
                        .weight(1)
                        .build()));
        requireTheSame(action, groups);
        if (groups.size() > mostGroups) {
            throw invalid("A forward action may have at most " + mostGroups + " target groups, and this has "
                    + groups.size());
        }
        List<TargetGroupTuple> checked =
                groups.stream().map(group -> checked(group, balancer)).toList();
        ForwardActionConfig.Builder config = ForwardActionConfig.builder().targetGroups(checked);
        Optional.ofNullable(action.forwardConfig())
                .map(ForwardActionConfig::targetGroupStickinessConfig)
                .ifPresentOrElse(
                        config::targetGroupStickinessConfig,
                        () -> config.targetGroupStickinessConfig(stickiness -> stickiness.enabled(false)));
        requireStickyWhereTargetsAre(checked, config.build());
        return action.toBuilder()
                .targetGroupArn(checked.size() == 1 ? checked.get(0).targetGroupArn() : null)
                .order(Optional.ofNullable(action.order()).orElse(1))
                .forwardConfig(config.build())
                .build();
    }

    /** Sticky targets of several groups need <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html">groups that are sticky, too</a>. */
    private void requireStickyWhereTargetsAre(List<TargetGroupTuple> groups, ForwardActionConfig config) {
        boolean isSticky =
                Boolean.TRUE.equals(config.targetGroupStickinessConfig().enabled());
        if (groups.size() > 1 && !isSticky) {
            groups.stream()
                    .map(group -> balancing.group(group.targetGroupArn()))
                    .filter(TargetGroupState::isSticky)
                    .findFirst()
                    .ifPresent(group -> {
                        throw Service.LOAD_BALANCING.refusal(
                                InvalidConfigurationRequestException.builder(),
                                400,
                                "InvalidConfigurationRequest",
                                "You must enable group stickiness on a rule if you enabled target stickiness on one of its target groups: "
                                        + group.arn);
                    });
        }
    }

    /** Where a target group is named <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html">in both places, it must be one, and the same</a>. */
    private static void requireTheSame(Action action, List<TargetGroupTuple> groups) {
        String named = action.targetGroupArn();
        if (named != null && (groups.size() != 1 || !named.equals(groups.get(0).targetGroupArn()))) {
            throw invalid("The target group " + named + " of the action must be the one in its ForwardConfig");
        }
    }

    private TargetGroupTuple checked(TargetGroupTuple tuple, String balancer) {
        if (tuple.targetGroupArn() == null) {
            throw invalid("A target group ARN must be specified");
        }
        TargetGroupState group = balancing.group(tuple.targetGroupArn());
        int weight = Optional.ofNullable(tuple.weight()).orElse(1);
        if (weight < 0 || weight > MOST_WEIGHT) {
            throw invalid("The weight " + weight + " of " + group.arn + " is not between 0 and " + MOST_WEIGHT);
        }
        if (group.balancer.isPresent() && !group.balancer.get().equals(balancer)) {
            throw Service.LOAD_BALANCING.refusal(
                    TargetGroupAssociationLimitException.builder(),
                    400,
                    "TargetGroupAssociationLimit",
                    "The following target groups cannot be associated with more than one load balancer: " + group.arn);
        }
        return tuple.toBuilder().weight(weight).build();
    }

    private static RuntimeException invalid(String message) {
        return Service.LOAD_BALANCING.refusal(400, "ValidationError", message);
    }
}
