package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.testing.aws.AnsweredCall;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.MetricType;

class AwsPolicyTest {
    /** AWS asks for them where something is made with tags, with hooks, or from a template; nobody calls them. */
    private static final Set<String> IMPLIED = Set.of(
            "autoscaling:CreateOrUpdateTags",
            "autoscaling:PutLifecycleHook",
            "elasticloadbalancing:AddTags",
            "ec2:CreateTags",
            "ec2:RunInstances",
            "iam:PassRole");

    private final StrictFixture fixture = fixture();
    private final int before = fixture.aws().calls().size();
    private Set<Integer> others = Set.of();
    private final AwsPlatform platform = fixture.open(setup -> setup.failingAfter(2));

    StrictFixture fixture() {
        return new StrictFixture();
    }

    AwsPolicy policy() {
        return platform.policy();
    }

    private DeploymentResult deploy(String version) {
        return Deployer.on(platform)
                .deploy(Deployment.blueGreen()
                        .artifact(StrictFixture.version(version))
                        .healthCheck(http("/health").within(Duration.ofMinutes(5)))
                        .keepWarm(Duration.ZERO)
                        .machines(1)
                        .notifying(notification -> {}));
    }

    @Test
    void allThatDeploymentsCallIsAllowedAndNothingElse() {
        deploy("1.0").orElseThrow();
        scaleByThemselves();
        deploy("1.1").orElseThrow();
        assertThat(deploy("broken-1.2").outcome()).isEqualTo(Outcome.ROLLED_BACK);
        Environment live = platform.environments().list().get(0);
        platform.environments().replace(live.name(), live.machines().get(0).id(), new Fence(99, "orders#4/replace"));
        platform.environments().examine(live.name(), live.machines().get(0).id());
        goOnWithARemoval();

        Set<String> allowed = new TreeSet<>(platform.policy().actions());
        allowed.removeAll(IMPLIED);

        Set<String> called = called();
        called.removeAll(IMPLIED);
        assertThat(called).isEqualTo(allowed);
    }

    /** One that a controller began which died when the group had let go of its target group. */
    private void goOnWithARemoval() {
        EnvironmentName left = new EnvironmentName("orders-9-1");
        Fence fence = new Fence(99, "orders#9/destroy");
        platform.environments()
                .create(new EnvironmentSpec(left, fixture.artifacts().pin(StrictFixture.version("1.3")), 1), fence);
        AutoScalingGroup group = fixture.aws()
                .autoScaling()
                .describeAutoScalingGroups(request -> request.autoScalingGroupNames(left.value()))
                .autoScalingGroups()
                .get(0);
        fixture.aws()
                .autoScaling()
                .detachLoadBalancerTargetGroups(
                        request -> request.autoScalingGroupName(left.value()).targetGroupARNs(group.targetGroupARNs()));
        platform.environments().destroy(left, fence);
        assertThat(fixture.aws().loadBalancing().describeTargetGroups().targetGroups())
                .as("that of what is live alone")
                .hasSize(1);
    }

    /** Done by somebody else, before whom nothing was called that is looked at. */
    private void scaleByThemselves() {
        int own = fixture.aws().calls().size();
        fixture.aws()
                .autoScaling()
                .updateAutoScalingGroup(request ->
                        request.autoScalingGroupName("orders-1-1").minSize(0).maxSize(4));
        fixture.aws()
                .autoScaling()
                .putScalingPolicy(request -> request.autoScalingGroupName("orders-1-1")
                        .policyName("load")
                        .policyType("TargetTrackingScaling")
                        .targetTrackingConfiguration(following -> following
                                .predefinedMetricSpecification(
                                        metric -> metric.predefinedMetricType(MetricType.ASG_AVERAGE_CPU_UTILIZATION))
                                .targetValue(50.0)));
        fixture.aws()
                .autoScaling()
                .putScheduledUpdateGroupAction(request -> request.autoScalingGroupName("orders-1-1")
                        .scheduledActionName("mornings")
                        .recurrence("0 8 * * *")
                        .desiredCapacity(2));
        fixture.aws()
                .autoScaling()
                .suspendProcesses(request ->
                        request.autoScalingGroupName("orders-1-1").scalingProcesses("AZRebalance", "Terminate"));
        others = IntStream.range(own, fixture.aws().calls().size()).boxed().collect(Collectors.toSet());
    }

    private Set<String> called() {
        List<AnsweredCall> calls = fixture.aws().calls();
        return IntStream.range(before, calls.size())
                .filter(which -> !others.contains(which))
                .mapToObj(which -> calls.get(which).call())
                .map(call -> call.service() + ":" + call.operation())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void keepingMachinesThatFailedNeedsAFewMore() {
        AwsPlatform keeping = fixture.open(setup -> setup.keepingFailed(1, Duration.ofHours(1)));
        deploy("1.0").orElseThrow();
        Environment live = keeping.environments().list().get(0);
        keeping.environments().replace(live.name(), live.machines().get(0).id(), new Fence(99, "orders#1/replace"));
        fixture.simulation().time().sleep(Duration.ofMinutes(1));
        keeping.endKeptMachines();
        Set<String> more = new TreeSet<>(keeping.policy().actions());
        more.removeAll(platform.policy().actions());
        Set<String> calledMore = called();
        calledMore.removeAll(platform.policy().actions());

        assertThat(calledMore).contains("ec2:TerminateInstances").isEqualTo(more);
        assertThat(keeping.policy().toString()).contains("\"ec2:ResourceTag/viridian:application\" : \"orders\"");
    }

    @Test
    void whatChangesSomethingIsLimitedToTheApplication() {
        assertThat(platform.policy().toString())
                .contains("autoScalingGroup:*:autoScalingGroupName/orders-*")
                .contains("targetgroup/orders-*")
                .contains("\"ec2:LaunchTemplate\"")
                .contains("\"Version\" : \"2012-10-17\"");
    }
}
