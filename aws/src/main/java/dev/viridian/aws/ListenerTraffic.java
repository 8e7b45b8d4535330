package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * The action of a load balancer that sends users on. It is read, changed and written as a whole; AWS gives it no version to compare. What stands before it (a
 * login, for instance) and the stickiness of its groups stay as they are.
 */
final class ListenerTraffic extends CountedTraffic {
    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html">TargetGroupTuple</a>. */
    private static final int HEAVIEST = 999;

    private final AwsSetup setup;
    private final Forwarding forwarding;
    private final Supplier<ElasticLoadBalancingV2Client> client;
    private final FencingRecord gate;
    private final MachineSets sets;
    private final TargetGroups targets;
    private final Balancer balancer;

    ListenerTraffic(
            AwsSetup setup,
            Forwarding forwarding,
            Supplier<ElasticLoadBalancingV2Client> client,
            FencingRecord gate,
            MachineSets sets,
            TargetGroups targets,
            Balancer balancer,
            TargetMetrics metrics) {
        super(metrics);
        this.setup = setup;
        this.forwarding = forwarding;
        this.client = client;
        this.gate = gate;
        this.sets = sets;
        this.targets = targets;
        this.balancer = balancer;
    }

    @Override
    public TrafficSplit observed() {
        return split(last(actions()));
    }

    private TrafficSplit split(Action action) {
        if (action.type() == ActionTypeEnum.FIXED_RESPONSE) {
            return TrafficSplit.nowhere();
        }
        if (action.type() != ActionTypeEnum.FORWARD) {
            throw notOurs("it does not forward, but is of the type " + action.typeAsString());
        }
        Map<String, Integer> weights = weights(action);
        Map<String, Optional<EnvironmentName>> owners = targets.owners(weights.keySet());
        Map<EnvironmentName, Integer> split = new TreeMap<>();
        weights.forEach((arn, weight) -> {
            if (weight > 0) {
                split.put(
                        owners.getOrDefault(arn, Optional.empty())
                                .orElseThrow(() -> notOurs("it forwards to " + arn + ", which no deployment of "
                                        + setup.application() + " has made")),
                        weight);
            }
        });
        return TrafficSplit.of(split);
    }

    /** A group alone needs no weight. */
    private static Map<String, Integer> weights(Action action) {
        Map<String, Integer> weights = new HashMap<>();
        List<TargetGroupTuple> groups = action.forwardConfig() == null
                ? List.of()
                : action.forwardConfig().targetGroups();
        groups.forEach(group -> weights.put(
                group.targetGroupArn(), Optional.ofNullable(group.weight()).orElse(1)));
        if (groups.isEmpty() && action.targetGroupArn() != null) {
            weights.put(action.targetGroupArn(), 1);
        }
        return weights;
    }

    private PlatformException notOurs(String found) {
        return PlatformException.refused(
                "read where " + forwarding + " sends users",
                found + ". Expected environments of " + setup.application()
                        + ", or a fixed response where nothing was deployed yet: give deployments a listener or a rule of their own, or, if"
                        + " that may go, set its action to a fixed response of 503.");
    }

    @Override
    public void route(TrafficSplit desired, Fence fence) {
        gate.admit("route to " + desired, fence);
        Map<EnvironmentName, MachineSet> found = found(desired);
        List<Action> actions = actions();
        Action last = last(actions);
        if (!split(last).equals(desired)) {
            List<Action> changed = new ArrayList<>(actions.subList(0, actions.size() - 1));
            changed.replaceAll(ListenerTraffic::withItsSecret);
            changed.add(sending(last, desired, targetGroups(found)));
            write(changed, Caller.of(fence));
        }
        desired.sole().map(found::get).ifPresent(live -> live.takeOver(Caller.of(fence)));
    }

    /** The secret of a login is never told, and <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html">kept where that is said</a>. */
    private static Action withItsSecret(Action action) {
        return action.authenticateOidcConfig() == null
                ? action
                : action.toBuilder()
                        .authenticateOidcConfig(action.authenticateOidcConfig().toBuilder()
                                .useExistingClientSecret(true)
                                .build())
                        .build();
    }

    private static Map<EnvironmentName, String> targetGroups(Map<EnvironmentName, MachineSet> found) {
        Map<EnvironmentName, String> arns = new HashMap<>();
        found.forEach((name, machines) -> arns.put(name, machines.targetGroup()));
        return arns;
    }

    /** @throws PlatformException when one of them is not there */
    private Map<EnvironmentName, MachineSet> found(TrafficSplit desired) {
        Map<EnvironmentName, MachineSet> found = sets.find(desired.environments());
        for (EnvironmentName name : desired.environments()) {
            if (!found.containsKey(name)) {
                throw PlatformException.refused(
                        "route to " + desired,
                        "there is no environment " + name + ", or it has no target group. The routing stays as it is.");
            }
        }
        return found;
    }

    /**
     * One target group is named <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html">in both places</a>, for whoever reads, or emulates, only the
     * older one.
     */
    private static Action sending(Action before, TrafficSplit desired, Map<EnvironmentName, String> arns) {
        Action.Builder action = Action.builder().order(before.order());
        if (desired.environments().isEmpty()) {
            return action.type(ActionTypeEnum.FIXED_RESPONSE)
                    .fixedResponseConfig(response -> response.statusCode("503")
                            .contentType("text/plain")
                            .messageBody("Nothing is deployed here."))
                    .build();
        }
        List<TargetGroupTuple> groups = new ArrayList<>();
        Weights.upTo(HEAVIEST, desired)
                .forEach((name, weight) -> groups.add(TargetGroupTuple.builder()
                        .targetGroupArn(arns.get(name))
                        .weight(weight)
                        .build()));
        return action.type(ActionTypeEnum.FORWARD)
                .targetGroupArn(groups.size() == 1 ? groups.get(0).targetGroupArn() : null)
                .forwardConfig(stickyAs(before).targetGroups(groups).build())
                .build();
    }

    private static ForwardActionConfig.Builder stickyAs(Action before) {
        ForwardActionConfig.Builder config = ForwardActionConfig.builder();
        return before.forwardConfig() == null
                ? config
                : config.targetGroupStickinessConfig(before.forwardConfig().targetGroupStickinessConfig());
    }

    /** The one that answers, or sends on; whatever stands before it lets a request pass or not. */
    private Action last(List<Action> actions) {
        return actions.stream().reduce((first, second) -> second).orElseThrow(() -> notOurs("it has no action"));
    }

    private List<Action> actions() {
        List<Action> actions =
                forwarding.isRule() ? ofRule() : balancer.listener().defaultActions();
        return actions.stream()
                .sorted((one, other) -> Integer.compare(order(one), order(other)))
                .toList();
    }

    private static int order(Action action) {
        return Optional.ofNullable(action.order()).orElse(0);
    }

    private List<Action> ofRule() {
        return setup.call("elasticloadbalancing:DescribeRules", forwarding.arn())
                .of(() -> client
                        .get()
                        .describeRules(request -> request.ruleArns(forwarding.arn())
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .rules()
                        .stream()
                        .findFirst()
                        .orElseThrow(() -> PlatformException.refused("read " + forwarding, "there is no such rule."))
                        .actions());
    }

    private void write(List<Action> actions, Caller caller) {
        if (forwarding.isRule()) {
            setup.call("elasticloadbalancing:ModifyRule", forwarding.arn())
                    .of(() -> client.get()
                            .modifyRule(request -> request.ruleArn(forwarding.arn())
                                    .actions(actions)
                                    .overrideConfiguration(caller.inUserAgent())));
        } else {
            setup.call("elasticloadbalancing:ModifyListener", forwarding.arn())
                    .of(() -> client.get()
                            .modifyListener(request -> request.listenerArn(forwarding.arn())
                                    .defaultActions(actions)
                                    .overrideConfiguration(caller.inUserAgent())));
        }
    }

    @Override
    public Optional<Machine> entry() {
        return balancer.entry();
    }
}
