package dev.viridian.testing.aws;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AuthenticateOidcActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTargetGroupNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidTargetException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

@SuppressWarnings("unchecked") // The SDK takes any number of lambdas.
class SimulatedLoadBalancingTest {
    private final AwsScene scene = new AwsScene();
    private final SimulatedAws aws = scene.aws;

    private String instance(String body) {
        aws.machines(launched -> Behaviour.well().booting(ofSeconds(20)).answering(body));
        String id = launched();
        scene.sleep(Pace.PENDING);
        return id;
    }

    private String launched() {
        return scene.ec2
                .runInstances(
                        request -> request.imageId(aws.image()).minCount(1).maxCount(1))
                .instances()
                .get(0)
                .instanceId();
    }

    private void register(String group, String... instances) {
        scene.balancing.registerTargets(request -> request.targetGroupArn(group)
                .targets(Arrays.stream(instances)
                        .map(id ->
                                software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription.builder()
                                        .id(id)
                                        .build())
                        .toList()));
    }

    private String asked() {
        return aws.ask(scene.dns, "/").orElseThrow().reply().body();
    }

    private void weights(TargetGroupTuple... groups) {
        scene.balancing.modifyListener(request -> request.listenerArn(scene.listener)
                .defaultActions(action ->
                        action.type(ActionTypeEnum.FORWARD).forwardConfig(forward -> forward.targetGroups(groups))));
    }

    @Test
    void aTargetIsUnusedUntilAListenerUsesItsGroup() {
        String group = scene.targetGroup("blue");
        register(group, instance("blue"));
        scene.sleep(ofMinutes(10));
        assertThat(scene.health(group)).containsExactly("unused Target.NotInUse");

        scene.balancer(AwsScene.weight(group, 0));
        assertThat(scene.health(group)).containsExactly("healthy");
    }

    @Test
    void aTargetIsHealthyWithItsFirstGoodAnswerAndNotBefore() {
        String group = scene.targetGroup("blue");
        scene.balancer(AwsScene.weight(group, 1));
        register(group, instance("blue"));
        assertThat(scene.health(group)).containsExactly("initial Elb.RegistrationInProgress");
        scene.sleep(ofSeconds(3));
        assertThat(scene.health(group)).containsExactly("initial Elb.InitialHealthChecking");
        scene.sleep(ofSeconds(10));
        assertThat(scene.health(group))
                .as("it does not answer yet, and two checks have failed")
                .containsExactly("unhealthy Target.FailedHealthChecks");
        assertThat(scene.until(() -> scene.health(group).equals(List.of("healthy"))))
                .as("after three good answers")
                .isBetween(ofSeconds(25), ofSeconds(31));
    }

    @Test
    void aTargetThatFallsSickIsFoundOutAndComesBack() {
        String group = scene.targetGroup("blue");
        scene.balancer(AwsScene.weight(group, 1));
        aws.machines(launched -> Behaviour.well().booting(ofSeconds(1)).sickBetween(ofMinutes(5), ofMinutes(6)));
        String id = launched();
        scene.sleep(ofSeconds(10));
        register(group, id);
        List<String> seen = new ArrayList<>();
        for (int second = 0; second < 600; second++) {
            String now = scene.health(group).get(0);
            if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(now)) {
                seen.add(now);
            }
            scene.sleep(ofSeconds(1));
        }
        assertThat(seen)
                .containsExactly(
                        "initial Elb.RegistrationInProgress",
                        "healthy",
                        "unhealthy Target.ResponseCodeMismatch",
                        "healthy");
    }

    @Test
    void aTargetDrainsForTheDelayAndIsGone() {
        String group = scene.targetGroup("blue");
        scene.balancer(AwsScene.weight(group, 1));
        String id = instance("blue");
        register(group, id);
        scene.until(() -> scene.health(group).equals(List.of("healthy")));
        scene.balancing.deregisterTargets(
                request -> request.targetGroupArn(group).targets(target -> target.id(id)));
        assertThat(scene.health(group)).containsExactly("draining Target.DeregistrationInProgress");
        assertThat(asked()).as("nobody is asked who drains").startsWith("503");
        scene.sleep(ofSeconds(299));
        assertThat(scene.health(group)).hasSize(1);
        scene.sleep(ofSeconds(1));
        assertThat(scene.health(group)).isEmpty();
        assertThat(scene.balancing
                        .describeTargetHealth(
                                request -> request.targetGroupArn(group).targets(target -> target.id(id)))
                        .targetHealthDescriptions())
                .extracting(AwsScene::inWords)
                .containsExactly("unused Target.NotRegistered");
    }

    @Test
    void deregisteringWhatIsNotRegisteredSucceeds() {
        String group = scene.targetGroup("blue");
        scene.balancing.deregisterTargets(
                request -> request.targetGroupArn(group).targets(target -> target.id("i-1")));
        assertThat(scene.health(group)).isEmpty();
    }

    @Test
    void anInstanceThatDoesNotRunIsNoTarget() {
        String group = scene.targetGroup("blue");
        String id = instance("blue");
        aws.end(id);
        assertThatThrownBy(() -> register(group, id)).isInstanceOf(InvalidTargetException.class);
    }

    @Test
    void weightsAreHonouredToTheLetter() {
        String blue = scene.targetGroup("blue");
        String green = scene.targetGroup("green");
        scene.balancer(AwsScene.weight(blue, 9), AwsScene.weight(green, 1));
        register(blue, instance("blue"));
        register(green, instance("green"));
        scene.sleep(ofMinutes(2));

        var got = new TreeMap<String, Integer>();
        for (int i = 0; i < 100; i++) {
            got.merge(asked(), 1, Integer::sum);
        }
        assertThat(got).containsEntry("blue", 90).containsEntry("green", 10);
        weights(AwsScene.weight(blue, 0), AwsScene.weight(green, 1));
        assertThat(asked()).isEqualTo("green");
        weights(AwsScene.weight(blue, 0), AwsScene.weight(green, 0));
        assertThat(asked()).startsWith("503");
    }

    @Test
    void failsOpenWhereNobodyIsHealthy() {
        String group = scene.targetGroup("blue");
        scene.balancer(AwsScene.weight(group, 1));
        aws.machines(launched -> Behaviour.well().booting(ofSeconds(1)).answering("/health", Reply.SICK));
        String id = launched();
        scene.sleep(ofSeconds(10));
        register(group, id);
        scene.sleep(ofMinutes(1));
        assertThat(scene.health(group)).containsExactly("unhealthy Target.ResponseCodeMismatch");
        assertThat(aws.ask(scene.dns, "/").orElseThrow()).isEqualTo(new Visit(Reply.OK, java.util.Optional.of(id)));
    }

    @Test
    void aGroupOfEqualSettingsIsMadeOnce() {
        String group = scene.targetGroup("blue");
        assertThat(scene.targetGroup("blue")).isEqualTo(group);
        assertThatThrownBy(() -> scene.balancing.createTargetGroup(request ->
                        request.name("blue").protocol("HTTP").port(81).vpcId(aws.vpc())))
                .isInstanceOf(DuplicateTargetGroupNameException.class);
        assertThatThrownBy(() -> scene.targetGroup("a-name-with-more-than-thirty-two-letters"))
                .hasMessageContaining("a maximum of 32 characters");
    }

    @Test
    void aGroupIsNotDeletedWhileSomebodyForwardsToIt() {
        String group = scene.targetGroup("blue");
        scene.balancer(AwsScene.weight(group, 0));
        assertThatThrownBy(() -> scene.balancing.deleteTargetGroup(request -> request.targetGroupArn(group)))
                .isInstanceOf(ResourceInUseException.class);
        scene.balancing.deleteListener(request -> request.listenerArn(scene.listener));
        scene.balancing.deleteTargetGroup(request -> request.targetGroupArn(group));
        assertThat(scene.balancing.describeTargetGroups().targetGroups()).isEmpty();
    }

    @Test
    void aWeightIsAtMost999AndAnActionHasFiveGroupsAtMost() {
        String group = scene.targetGroup("blue");
        assertThatThrownBy(() -> scene.balancer(AwsScene.weight(group, 1000)))
                .hasMessageContaining("between 0 and 999");
        TargetGroupTuple[] six = new TargetGroupTuple[6];
        for (int i = 0; i < six.length; i++) {
            six[i] = AwsScene.weight(scene.targetGroup("group-" + i), 1);
        }
        assertThatThrownBy(() -> scene.balancer(six)).hasMessageContaining("at most 5 target groups");
    }

    @Test
    void anActionThatNamesATargetGroupInBothPlacesNamesTheSame() {
        String blue = scene.targetGroup("blue");
        String green = scene.targetGroup("green");
        scene.balancer(AwsScene.weight(blue, 1));

        named(green, AwsScene.weight(green, 1));
        assertThatThrownBy(() -> named(blue, AwsScene.weight(green, 1)))
                .hasMessageContaining("must be the one in its ForwardConfig");
        assertThatThrownBy(() -> named(blue, AwsScene.weight(blue, 1), AwsScene.weight(green, 1)))
                .hasMessageContaining("must be the one in its ForwardConfig");
    }

    private void named(String group, TargetGroupTuple... groups) {
        scene.balancing.modifyListener(request -> request.listenerArn(scene.listener)
                .defaultActions(action -> action.type(ActionTypeEnum.FORWARD)
                        .targetGroupArn(group)
                        .forwardConfig(forward -> forward.targetGroups(groups))));
    }

    @Test
    void theSecretOfALoginIsNeverToldAndLeftOutOnlyWhereTheOneThatIsThereStays() {
        scene.balancer(AwsScene.weight(scene.targetGroup("blue"), 1));
        login(config -> config.clientSecret("hunter2"));
        assertThat(scene.balancing
                        .describeListeners(request -> request.listenerArns(scene.listener))
                        .listeners()
                        .get(0)
                        .defaultActions()
                        .get(0)
                        .authenticateOidcConfig()
                        .clientSecret())
                .isNull();

        login(config -> config.useExistingClientSecret(true));

        assertThatThrownBy(() -> login(config -> {})).hasMessageContaining("You must specify a client secret");
    }

    private void login(Consumer<AuthenticateOidcActionConfig.Builder> secret) {
        scene.balancing.modifyListener(request -> request.listenerArn(scene.listener)
                .defaultActions(
                        login -> login.type(ActionTypeEnum.AUTHENTICATE_OIDC)
                                .authenticateOidcConfig(
                                        config -> secret.accept(config.issuer("https://login.shop.example")
                                                .clientId("shop"))),
                        closed -> closed.type(ActionTypeEnum.FIXED_RESPONSE)
                                .fixedResponseConfig(response -> response.statusCode("503"))));
    }

    @Test
    void rulesComeInTheOrderOfTheirPriorities() {
        String blue = scene.targetGroup("blue");
        scene.balancer(AwsScene.weight(blue, 1));
        rule(20, "/api/*", "second");
        rule(10, "/api/v2/*", "first");

        assertThat(aws.ask(scene.dns, "/api/v2/x").orElseThrow().reply().body()).isEqualTo("first");
        assertThat(aws.ask(scene.dns, "/api/x?y=1").orElseThrow().reply().body())
                .isEqualTo("second");
        assertThat(asked()).startsWith("503");
        assertThatThrownBy(() -> rule(10, "/x", "x")).isInstanceOf(PriorityInUseException.class);
        assertThat(scene.balancing
                        .describeRules(request -> request.listenerArn(scene.listener))
                        .rules())
                .extracting(Rule::priority)
                .containsExactly("10", "20", "default");
    }

    private void rule(int priority, String path, String answer) {
        scene.balancing.createRule(request -> request.listenerArn(scene.listener)
                .priority(priority)
                .conditions(condition -> condition.field("path-pattern").values(path))
                .actions(action -> action.type(ActionTypeEnum.FIXED_RESPONSE)
                        .fixedResponseConfig(fixed -> fixed.statusCode("200").messageBody(answer))));
    }

    @Test
    void aBalancerTakesAWhileUntilItAnswers() {
        var made = scene.balancing
                .createLoadBalancer(request -> request.name("entry").subnets(aws.subnets()))
                .loadBalancers()
                .get(0);
        assertThat(made.state().codeAsString()).isEqualTo("provisioning");
        assertThat(aws.ask(made.dnsName(), "/")).isEmpty();
        scene.sleep(ofMinutes(3));
        assertThat(scene.balancing
                        .describeLoadBalancers()
                        .loadBalancers()
                        .get(0)
                        .state()
                        .codeAsString())
                .isEqualTo("active");
    }

    @Test
    void aBalancerTakesOneSubnetOfEachZone() {
        String subnet = aws.subnets().get(0);

        assertThatThrownBy(() -> scene.balancing.createLoadBalancer(
                        request -> request.name("entry").subnets(subnet, subnet)))
                .hasMessageContaining("multiple subnets in the same Availability Zone");
    }

    @Test
    void tagsAreDescribedForTwentyAtMost() {
        String group = scene.targetGroup("blue");
        scene.balancing.addTags(
                request -> request.resourceArns(group).tags(tag -> tag.key("a").value("b")));
        assertThat(scene.balancing
                        .describeTags(request -> request.resourceArns(group))
                        .tagDescriptions()
                        .get(0)
                        .tags())
                .hasSize(1);
        String[] many = new String[21];
        Arrays.fill(many, group);
        assertThatThrownBy(() -> scene.balancing.describeTags(request -> request.resourceArns(many)))
                .hasMessageContaining("Up to 20 resources");
    }
}
