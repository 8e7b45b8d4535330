package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.spi.Fence;
import dev.viridian.testing.aws.SimulatedAws;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What stands in a listener, or in a rule, besides where users are sent. */
class ListenerTrafficTest {
    private static final String ISSUER = "https://login.shop.example";

    private final StrictFixture fixture = new StrictFixture();
    private final SimulatedAws aws = fixture.aws();

    private static Action login() {
        return Action.builder()
                .type(ActionTypeEnum.AUTHENTICATE_OIDC)
                .order(1)
                .authenticateOidcConfig(config -> config.issuer(ISSUER)
                        .authorizationEndpoint(ISSUER + "/authorize")
                        .tokenEndpoint(ISSUER + "/token")
                        .userInfoEndpoint(ISSUER + "/user")
                        .clientId("orders")
                        .clientSecret("hunter2"))
                .build();
    }

    private static Action closed() {
        return Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .order(2)
                .fixedResponseConfig(response -> response.statusCode("503"))
                .build();
    }

    private Listener listener(Action... actions) {
        String shop = aws.loadBalancing()
                .describeLoadBalancers()
                .loadBalancers()
                .get(0)
                .loadBalancerArn();
        return aws.loadBalancing()
                .createListener(request -> request.loadBalancerArn(shop)
                        .protocol(ProtocolEnum.HTTPS)
                        .port(443)
                        .defaultActions(actions))
                .listeners()
                .get(0);
    }

    private void deploysBehind(Forwarding entry) {
        try (AwsPlatform platform = fixture.openBehind(entry)) {
            assertThat(Deployer.on(platform)
                            .deploy(RecordTrafficTest.version("1.0"))
                            .outcome())
                    .isEqualTo(Outcome.DEPLOYED);
        }
    }

    private static void isStillLoginAndThenForwards(List<Action> actions) {
        assertThat(actions)
                .extracting(Action::type)
                .containsExactly(ActionTypeEnum.AUTHENTICATE_OIDC, ActionTypeEnum.FORWARD);
        assertThat(actions.get(0).authenticateOidcConfig().issuer()).isEqualTo(ISSUER);
    }

    /** A group may have more of them, in whatever order: one for an inner load balancer, for instance. */
    @Test
    void usersAreSentToTheTargetGroupOfTheirEnvironmentWhateverOthersItsGroupHas() {
        AwsPlatform platform = fixture.open();
        Deployer.on(platform).deploy(RecordTrafficTest.version("1.0")).orElseThrow();
        EnvironmentName live = new EnvironmentName("orders-1-1");
        TrafficSplit before = platform.traffic().observed();
        String own = targetGroupsOf(live).get(0);
        String inner = aws.loadBalancing()
                .createTargetGroup(request -> request.name("inner")
                        .protocol(ProtocolEnum.HTTP)
                        .port(8080)
                        .vpcId(aws.vpc()))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        aws.autoScaling()
                .detachLoadBalancerTargetGroups(
                        request -> request.autoScalingGroupName(live.value()).targetGroupARNs(own));
        aws.autoScaling()
                .attachLoadBalancerTargetGroups(
                        request -> request.autoScalingGroupName(live.value()).targetGroupARNs(inner, own));
        fixture.simulation().time().sleep(Duration.ofMinutes(5));
        assertThat(targetGroupsOf(live)).containsExactly(inner, own);

        assertThat(platform.environments().find(live).orElseThrow().machines())
                .extracting(Machine::state)
                .containsOnly(Machine.State.RUNNING);
        platform.traffic().route(TrafficSplit.nowhere(), new Fence(1, "orders#1/away"));
        platform.traffic().route(before, new Fence(1, "orders#1/back"));
        assertThat(platform.traffic().observed()).isEqualTo(before);
        assertThat(Deployer.on(platform)
                        .deploy(RecordTrafficTest.version("1.1"))
                        .outcome())
                .isEqualTo(Outcome.DEPLOYED);
        assertThat(aws.loadBalancing().describeTargetGroups().targetGroups())
                .extracting(TargetGroup::targetGroupName)
                .containsExactlyInAnyOrder("inner", "orders-2-1");
    }

    private List<String> targetGroupsOf(EnvironmentName environment) {
        return aws.autoScaling()
                .describeAutoScalingGroups(request -> request.autoScalingGroupNames(environment.value()))
                .autoScalingGroups()
                .get(0)
                .targetGroupARNs();
    }

    /** A load balancer does not tell the secret that it was given, so it is told to keep it. */
    @Test
    void aLoginBeforeTheUsersActionStaysWithItsSecret() {
        Listener listener = listener(login(), closed());

        deploysBehind(Forwarding.listener(listener.listenerArn()));

        isStillLoginAndThenForwards(aws.loadBalancing()
                .describeListeners(request -> request.listenerArns(listener.listenerArn()))
                .listeners()
                .get(0)
                .defaultActions());
    }

    @Test
    void aLoginInARuleStaysToo() {
        String rule = aws.loadBalancing()
                .createRule(request -> request.listenerArn(listener(closed()).listenerArn())
                        .priority(7)
                        .conditions(RuleCondition.builder()
                                .field("path-pattern")
                                .values("/orders/*")
                                .build())
                        .actions(login(), closed()))
                .rules()
                .get(0)
                .ruleArn();

        deploysBehind(Forwarding.rule(rule));

        isStillLoginAndThenForwards(aws.loadBalancing()
                .describeRules(request -> request.ruleArns(rule))
                .rules()
                .get(0)
                .actions());
    }
}
