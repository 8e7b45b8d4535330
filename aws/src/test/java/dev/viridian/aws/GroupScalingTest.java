package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.FailureResponse;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.MetricType;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** Groups whose size is somebody else's matter, too: an autoscaler's, a schedule's, a person's. */
class GroupScalingTest {
    /** 1.0 is live on two machines, and its group may have 2 to 10. */
    private static final class World extends ScaledWorld<StrictFixture> {
        private World() {
            super(new StrictFixture());
            deploy("1.0").orElseThrow();
            bounds(2, 10);
            fixture.aws()
                    .autoScaling()
                    .putScalingPolicy(request -> request.autoScalingGroupName("orders-1-1")
                            .policyName("requests")
                            .policyType("TargetTrackingScaling")
                            .targetTrackingConfiguration(following -> following
                                    .predefinedMetricSpecification(metric -> metric.predefinedMetricType(
                                                    MetricType.ALB_REQUEST_COUNT_PER_TARGET)
                                            .resourceLabel("app/shop/1/" + targetGroup("orders-1-1")))
                                    .targetValue(1000.0)));
            fixture.aws()
                    .autoScaling()
                    .putScheduledUpdateGroupAction(request -> request.autoScalingGroupName("orders-1-1")
                            .scheduledActionName("mornings")
                            .recurrence("0 8 * * *")
                            .desiredCapacity(6));
            fixture.aws()
                    .autoScaling()
                    .suspendProcesses(request ->
                            request.autoScalingGroupName("orders-1-1").scalingProcesses("AZRebalance"));
        }

        private String targetGroup(String group) {
            String arn = group(group).targetGroupARNs().get(0);
            return arn.substring(arn.indexOf("targetgroup/"));
        }

        private void bounds(int min, int max) {
            fixture.aws()
                    .autoScaling()
                    .updateAutoScalingGroup(request -> request.autoScalingGroupName("orders-1-1")
                            .minSize(min)
                            .maxSize(max));
        }

        private void scale(String group, int machines) {
            fixture.aws()
                    .autoScaling()
                    .setDesiredCapacity(
                            request -> request.autoScalingGroupName(group).desiredCapacity(machines));
        }

        @Override
        Deployment deployment(String version) {
            return super.deployment(version).onFailure(FailureResponse.rollBack());
        }

        private AutoScalingGroup group(String name) {
            return find(name).orElseThrow();
        }

        private Optional<AutoScalingGroup> find(String name) {
            return fixture
                    .aws()
                    .autoScaling()
                    .describeAutoScalingGroups(request -> request.autoScalingGroupNames(name))
                    .autoScalingGroups()
                    .stream()
                    .findFirst();
        }

        private String live() {
            return fixture.open().traffic().observed().sole().orElseThrow().value();
        }

        @Override
        void requireAsAsked(String scenario) {
            assertThat(differencesFrom(live())).as(scenario).isEmpty();
        }

        private List<String> differencesFrom(String group) {
            List<String> found = new ArrayList<>();
            AutoScalingGroup live = group(group);
            expect(found, "minimum", live.minSize(), 2);
            expect(found, "maximum", live.maxSize(), 10);
            expect(
                    found,
                    "suspended",
                    live.suspendedProcesses().stream()
                            .map(SuspendedProcess::processName)
                            .toList(),
                    List.of("AZRebalance"));
            expect(
                    found,
                    "left of tags",
                    live.tags().stream()
                            .map(TagDescription::key)
                            .filter(key -> key.equals(GroupScaling.MINIMUM))
                            .toList(),
                    List.of());
            expect(
                    found,
                    "followed",
                    policies(group).stream()
                            .map(policy -> policy.targetTrackingConfiguration()
                                    .predefinedMetricSpecification()
                                    .resourceLabel())
                            .toList(),
                    List.of("app/shop/1/" + targetGroup(group)));
            expect(
                    found,
                    "scheduled",
                    fixture
                            .aws()
                            .autoScaling()
                            .describeScheduledActions(request -> request.autoScalingGroupName(group))
                            .scheduledUpdateGroupActions()
                            .stream()
                            .map(action -> action.scheduledActionName() + " " + action.recurrence() + " "
                                    + action.desiredCapacity())
                            .toList(),
                    List.of("mornings 0 8 * * * 6"));
            return found;
        }

        private List<ScalingPolicy> policies(String group) {
            return fixture.aws()
                    .autoScaling()
                    .describePolicies(request -> request.autoScalingGroupName(group))
                    .scalingPolicies();
        }

        /** Gives 1.0 another policy. */
        private void follow(String policy, MetricType metric) {
            fixture.aws()
                    .autoScaling()
                    .putScalingPolicy(request -> request.autoScalingGroupName("orders-1-1")
                            .policyName(policy)
                            .policyType("TargetTrackingScaling")
                            .targetTrackingConfiguration(following -> following
                                    .predefinedMetricSpecification(followed -> followed.predefinedMetricType(metric))
                                    .targetValue(50.0)));
        }

        private static void expect(List<String> found, String what, Object is, Object expected) {
            if (!is.equals(expected)) {
                found.add(what + " is " + is + " and not " + expected);
            }
        }
    }

    private final World world = new World();
    private final DisturbedScaling disturbed = new DisturbedScaling(World::new);

    @Test
    void whatMakesTheLiveGroupBiggerAndSmallerGoesToItsSuccessor() {
        world.scale("orders-1-1", 4);
        world.fixture.simulation().time().sleep(Duration.ofMinutes(5));

        world.deploy("1.1").orElseThrow();

        assertThat(world.differencesFrom("orders-2-1")).isEmpty();
        assertThat(world.group("orders-2-1").desiredCapacity()).isEqualTo(4);
        assertThat(world.find("orders-1-1")).isEmpty();
    }

    @Test
    void whatIsRolledBackLeavesTheLiveGroupAsItWas() {
        DeploymentResult failed = world.deploy("broken-1.1");

        assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.differencesFrom("orders-1-1")).isEmpty();
        assertThat(world.group("orders-1-1").desiredCapacity()).isEqualTo(2);
        assertThat(world.find("orders-2-1")).isEmpty();
    }

    @Test
    void anAutoscalerCannotMakeTheLiveGroupSmallerMeanwhile() {
        world.scale("orders-1-1", 4);
        world.fixture.simulation().time().sleep(Duration.ofMinutes(5));
        List<String> refused = new ArrayList<>();
        world.when("ModifyListener", () -> {
            try {
                world.scale("orders-1-1", 2);
            } catch (RuntimeException e) {
                refused.add(e.getMessage());
            }
        });

        world.deploy("1.1").orElseThrow();

        assertThat(refused).singleElement().asString().contains("below min value 4");
    }

    @Test
    void aLiveGroupThatGrewMeanwhileHasASuccessorAsBig() {
        world.when("ModifyListener", () -> world.scale("orders-1-1", 5));

        world.deploy("1.1").orElseThrow();

        assertThat(world.differencesFrom("orders-2-1")).isEmpty();
        assertThat(world.group("orders-2-1").desiredCapacity()).isEqualTo(5);
        assertThat(world.fixture.open().environments().list().get(0).machines()).hasSize(5);
    }

    /** What was there when the deployment was planned may not be all: it is looked at again when it is handed over. */
    @Test
    void aPolicyThatSomebodyMakesMeanwhileGoesAlong() {
        world.when("CreateAutoScalingGroup", () -> world.follow("processors", MetricType.ASG_AVERAGE_CPU_UTILIZATION));

        world.deploy("1.1").orElseThrow();

        assertThat(world.policies("orders-2-1"))
                .extracting(ScalingPolicy::policyName)
                .containsExactlyInAnyOrder("requests", "processors");
    }

    @Test
    void aSuccessorMayGrowWhileItIsBaked() {
        boolean[] handedOver = {false};
        boolean[] grown = {false};
        world.fixture.aws().faults(call -> {
            if (handedOver[0] && !grown[0]) {
                grown[0] = true;
                world.scale("orders-2-1", 7);
            }
            handedOver[0] |= call.operation().equals("DeleteTags");
            return Optional.empty();
        });

        world.deploy("1.1").orElseThrow();

        assertThat(grown[0]).isTrue();
        assertThat(world.differencesFrom("orders-2-1")).isEmpty();
        assertThat(world.group("orders-2-1").desiredCapacity()).isEqualTo(7);
    }

    @Test
    void aPolicyThatCannotGoAlongIsRefusedByThePlan() {
        world.fixture
                .aws()
                .autoScaling()
                .putScalingPolicy(request -> request.autoScalingGroupName("orders-1-1")
                        .policyName("out")
                        .policyType("SimpleScaling")
                        .adjustmentType("ChangeInCapacity")
                        .scalingAdjustment(1));

        assertThatThrownBy(() -> Deployer.on(world.fixture.open())
                        .plan(Deployment.blueGreen()
                                .artifact(StrictFixture.version("1.1"))
                                .healthCheck(http("/health"))))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("The live group orders-1-1 has scaling policies that cannot go to another group")
                .hasMessageContaining("out (SimpleScaling)")
                .hasMessageContaining("Make them policies of the type TargetTrackingScaling, or delete them.");
    }

    @Test
    void aGroupThatNobodyElseScalesIsLeftAlone() {
        StrictFixture plain = new StrictFixture();
        ScaledWorld.deployTwice(plain);

        assertThat(plain.aws().calls())
                .extracting(call -> call.call().operation())
                .doesNotContain("CreateOrUpdateTags", "DeleteTags", "PutScalingPolicy", "SuspendProcesses");
    }

    @Test
    void whereverItsControllerIsKilledAllIsPutBackInTheEnd() {
        disturbed.killed("1.1", 5);
        disturbed.killed("broken-1.1", 9);
    }

    @Test
    void whateverFailsAtACallAllIsPutBackInTheEnd() {
        disturbed.failing("1.1", 4, "1.2");
    }
}
