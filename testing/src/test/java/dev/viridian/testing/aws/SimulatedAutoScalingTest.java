package dev.viridian.testing.aws;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AlreadyExistsException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHookSpecification;
import software.amazon.awssdk.services.autoscaling.model.ResourceInUseException;
import software.amazon.awssdk.services.autoscaling.model.Tag;

@SuppressWarnings("unchecked") // The SDK takes any number of lambdas.
class SimulatedAutoScalingTest {
    private final AwsScene scene = new AwsScene();
    private final SimulatedAws aws = scene.aws;

    private static LifecycleHookSpecification hook(String transition, int heartbeat, String result) {
        return LifecycleHookSpecification.builder()
                .lifecycleHookName(AwsScene.HOOK)
                .lifecycleTransition(transition)
                .heartbeatTimeout(heartbeat)
                .defaultResult(result)
                .build();
    }

    private void hooked(String transition, int heartbeat, String result) {
        scene.group("blue", 1, request -> request.lifecycleHookSpecificationList(hook(transition, heartbeat, result)));
    }

    private List<Activity> activities() {
        return scene.scaling
                .describeScalingActivities(request -> request.autoScalingGroupName("blue"))
                .activities();
    }

    @Test
    void launchesTheDesiredNumberSpreadOverTheZones() {
        scene.group("blue", 3);
        scene.sleep(ofSeconds(3));
        assertThat(scene.states("blue")).containsOnly("Pending").hasSize(3);

        scene.until(() -> scene.inService("blue") == 3);
        assertThat(scene.members("blue"))
                .extracting(Instance::availabilityZone)
                .containsExactlyInAnyOrder("eu-central-1a", "eu-central-1b", "eu-central-1c");
        assertThat(activities()).extracting(Activity::statusCodeAsString).containsOnly("Successful");
    }

    @Test
    void refusesASecondGroupOfTheSameName() {
        scene.group("blue", 0);
        assertThatThrownBy(() -> scene.group("blue", 0))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("A group with the name blue already exists");
    }

    @Test
    void givesItsTagsToItsInstancesWhereThatIsSaid() {
        Tag given = Tag.builder()
                .key("revision")
                .value("1.4")
                .propagateAtLaunch(true)
                .build();
        Tag kept =
                Tag.builder().key("owner").value("us").propagateAtLaunch(false).build();
        scene.group("blue", 1, request -> request.tags(given, kept));
        scene.sleep(ofSeconds(2));

        var instance =
                scene.ec2.describeInstances().reservations().get(0).instances().get(0);
        assertThat(instance.tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .contains("revision=1.4", "aws:autoscaling:groupName=blue")
                .doesNotContain("owner=us");
        assertThat(scene.scaling
                        .describeAutoScalingGroups(request -> request.filters(
                                filter -> filter.name("tag:owner").values("us")))
                        .autoScalingGroups())
                .hasSize(1);
        assertThat(scene.scaling
                        .describeAutoScalingGroups(request -> request.filters(
                                filter -> filter.name("tag:owner").values("them")))
                        .autoScalingGroups())
                .isEmpty();
    }

    @Test
    void waitsForTheHookUntilTheInstanceSaysThatItIsReady() {
        aws.machines(instance -> Behaviour.well().booting(ofSeconds(90)));
        hooked(Hook.LAUNCHING, 300, "ABANDON");

        scene.until(() -> scene.states("blue").equals(List.of("Pending:Wait")));
        assertThat(scene.until(() -> scene.inService("blue") == 1)).isBetween(ofSeconds(85), ofSeconds(95));
    }

    @Test
    void doesWhatTheHookSaysWhenNobodyCompletesIt() {
        aws.machines(instance -> Behaviour.well().neverCompleting());
        hooked(Hook.LAUNCHING, 60, "CONTINUE");
        scene.until(() -> scene.states("blue").equals(List.of("Pending:Wait")));
        assertThat(scene.until(() -> scene.inService("blue") == 1)).isBetween(ofSeconds(59), ofSeconds(63));
    }

    @Test
    void keepsWaitingWhileHeartbeatsComeButNotForEver() {
        aws.machines(instance -> Behaviour.well().neverCompleting());
        hooked(Hook.LAUNCHING, 60, "CONTINUE");
        scene.until(() -> scene.states("blue").equals(List.of("Pending:Wait")));
        String instance = scene.members("blue").get(0).instanceId();
        for (int i = 0; i < 119; i++) {
            scene.sleep(ofSeconds(50));
            scene.scaling.recordLifecycleActionHeartbeat(request -> request.autoScalingGroupName("blue")
                    .lifecycleHookName(AwsScene.HOOK)
                    .instanceId(instance));
        }
        assertThat(scene.states("blue")).containsExactly("Pending:Wait");
        scene.sleep(ofSeconds(55));
        assertThat(scene.states("blue")).as("100 times 60 s are over").containsExactly("InService");
    }

    @Test
    void replacesAnInstanceThatAbandonsItsLaunch() {
        aws.machines(instance -> instance.number() == 1 ? Behaviour.well().abandoning() : Behaviour.well());
        hooked(Hook.LAUNCHING, 300, "ABANDON");
        scene.until(() -> scene.inService("blue") == 1);

        assertThat(aws.calls()).isNotEmpty();
        assertThat(activities())
                .extracting(Activity::statusCodeAsString)
                .containsSubsequence("Successful", "Successful", "Cancelled");
        assertThat(activities().get(activities().size() - 1).statusMessage())
                .contains("was abandoned: Lifecycle Action Completed with ABANDON Result");
    }

    @Test
    void triesAFailingLaunchAgainWithGrowingPauses() {
        aws.machines(instance -> Behaviour.well().abandoning());
        hooked(Hook.LAUNCHING, 300, "ABANDON");
        scene.sleep(ofMinutes(30));
        long launches = activities().stream()
                .filter(activity -> activity.description().startsWith("Launching"))
                .count();
        assertThat(launches).isBetween(6L, 12L);
    }

    @Test
    void refusesToCompleteAnActionThatIsNotThere() {
        scene.group("blue", 1);
        scene.until(() -> scene.inService("blue") == 1);
        assertThatThrownBy(() -> scene.scaling.completeLifecycleAction(request -> request.autoScalingGroupName("blue")
                        .lifecycleHookName(AwsScene.HOOK)
                        .instanceId("i-1")
                        .lifecycleActionResult("CONTINUE")))
                .isInstanceOf(AutoScalingException.class)
                .hasMessageContaining("No active Lifecycle Action found with instance ID i-1");
    }

    @Test
    void waitsForTheHookOfATerminationAfterTheDrain() {
        String targets = scene.targetGroup("orders");
        scene.balancer(AwsScene.weight(targets, 1));
        scene.balancing.modifyTargetGroupAttributes(request -> request.targetGroupArn(targets)
                .attributes(attribute -> attribute.key(TargetGroupState.DELAY).value("40")));
        scene.group(
                "blue",
                1,
                request -> request.targetGroupARNs(targets)
                        .lifecycleHookSpecificationList(hook(Hook.TERMINATING, 60, "CONTINUE")));
        scene.until(() -> scene.health(targets).equals(List.of("healthy")));

        scene.scaling.setDesiredCapacity(
                request -> request.autoScalingGroupName("blue").desiredCapacity(0));
        scene.until(() -> scene.states("blue").equals(List.of("Terminating")));
        assertThat(scene.health(targets)).containsExactly("draining Target.DeregistrationInProgress");
        assertThat(scene.until(() -> scene.states("blue").equals(List.of("Terminating:Wait"))))
                .isBetween(ofSeconds(39), ofSeconds(42));
        assertThat(scene.health(targets)).isEmpty();
        assertThat(scene.until(() -> scene.members("blue").isEmpty())).isBetween(ofSeconds(79), ofSeconds(84));
    }

    @Test
    void showsWhyALaunchFailedOnlyInItsActivities() {
        aws.typeIsFull("t3.micro", aws.time().now().plus(ofMinutes(10)));
        scene.group("blue", 2);
        scene.sleep(ofMinutes(5));
        assertThat(scene.members("blue")).isEmpty();
        assertThat(activities().get(0).statusCodeAsString()).isEqualTo("Failed");
        assertThat(activities().get(0).statusMessage())
                .startsWith("We currently do not have sufficient t3.micro capacity in the Availability Zone");

        assertThat(scene.until(() -> scene.inService("blue") == 2)).isLessThan(ofMinutes(11));
    }

    @Test
    void launchesInAnotherZoneWhereOneIsFull() {
        aws.zoneIsFull("eu-central-1a", aws.time().now().plus(ofMinutes(10)));
        scene.group("blue", 2);
        scene.until(() -> scene.inService("blue") == 2);
        assertThat(scene.members("blue"))
                .extracting(Instance::availabilityZone)
                .containsExactlyInAnyOrder("eu-central-1b", "eu-central-1c");
    }

    @Test
    void launchesNoMoreThanTheQuota() {
        aws.quota(AwsQuota.INSTANCES, 1);
        scene.group("blue", 2);
        scene.sleep(ofMinutes(5));
        assertThat(scene.inService("blue")).isEqualTo(1);
        assertThat(activities().get(0).statusMessage()).contains("vCPU limit");
    }

    @Test
    void replacesAnInstanceThatEnded() {
        scene.group("blue", 2);
        scene.until(() -> scene.inService("blue") == 2);
        String first = scene.members("blue").get(0).instanceId();
        aws.end(first);
        scene.sleep(ofSeconds(2));
        assertThat(scene.members("blue").get(0).healthStatus()).isEqualTo("Unhealthy");
        scene.until(() -> scene.inService("blue") == 2
                && scene.members("blue").stream()
                        .noneMatch(member -> member.instanceId().equals(first)));
    }

    @Test
    void replacesWhatTheBalancerFindsUnhealthyAfterTheGracePeriod() {
        String targets = scene.targetGroup("orders");
        scene.balancer(AwsScene.weight(targets, 1));
        aws.machines(instance -> instance.number() == 1 ? Behaviour.well().sick() : Behaviour.well());
        scene.group(
                "blue",
                1,
                request ->
                        request.targetGroupARNs(targets).healthCheckType("ELB").healthCheckGracePeriod(120));
        scene.until(() -> scene.inService("blue") == 1);
        String first = scene.members("blue").get(0).instanceId();

        scene.sleep(ofSeconds(110));
        assertThat(scene.health(targets)).containsExactly("unhealthy Target.ResponseCodeMismatch");
        assertThat(scene.states("blue")).containsExactly("InService");
        scene.until(() -> scene.inService("blue") == 1
                && !scene.members("blue").get(0).instanceId().equals(first)
                && scene.health(targets).contains("healthy"));
    }

    @Test
    void leavesUnhealthyOnesAloneWhileReplacingIsSuspended() {
        scene.group("blue", 1);
        scene.until(() -> scene.inService("blue") == 1);
        scene.scaling.suspendProcesses(
                request -> request.autoScalingGroupName("blue").scalingProcesses("ReplaceUnhealthy"));
        String only = scene.members("blue").get(0).instanceId();
        scene.scaling.setInstanceHealth(request -> request.instanceId(only).healthStatus("Unhealthy"));
        scene.sleep(ofMinutes(10));
        assertThat(scene.members("blue")).extracting(Instance::instanceId).containsExactly(only);

        scene.scaling.resumeProcesses(request -> request.autoScalingGroupName("blue"));
        scene.sleep(ofSeconds(2));
        assertThat(scene.states("blue")).contains("Terminating");
    }

    @Test
    void launchesNothingWhileLaunchingIsSuspended() {
        scene.group("blue", 0);
        scene.scaling.suspendProcesses(
                request -> request.autoScalingGroupName("blue").scalingProcesses("Launch"));
        scene.scaling.setDesiredCapacity(
                request -> request.autoScalingGroupName("blue").desiredCapacity(2));
        scene.sleep(ofMinutes(10));
        assertThat(scene.described("blue").suspendedProcesses().get(0).processName())
                .isEqualTo("Launch");
        assertThat(scene.members("blue")).isEmpty();
    }

    @Test
    void isDeletedOnlyByForceWhileItHasInstances() {
        scene.group("blue", 2);
        scene.until(() -> scene.inService("blue") == 2);
        assertThatThrownBy(() -> scene.scaling.deleteAutoScalingGroup(request -> request.autoScalingGroupName("blue")))
                .isInstanceOf(ResourceInUseException.class);

        scene.scaling.deleteAutoScalingGroup(
                request -> request.autoScalingGroupName("blue").forceDelete(true));
        assertThat(scene.described("blue").status()).isEqualTo("Delete in progress");
        scene.sleep(ofMinutes(1));
        assertThat(scene.scaling.describeAutoScalingGroups().autoScalingGroups())
                .isEmpty();
        assertThat(aws.leftovers()).containsExactly("launch template orders");
    }

    @Test
    void standsBackAndComesAgain() {
        String targets = scene.targetGroup("orders");
        scene.balancer(AwsScene.weight(targets, 1));
        scene.group("blue", 2, request -> request.targetGroupARNs(targets));
        scene.until(() -> scene.health(targets).equals(List.of("healthy", "healthy")));
        String first = scene.members("blue").get(0).instanceId();

        scene.scaling.enterStandby(request ->
                request.autoScalingGroupName("blue").instanceIds(first).shouldDecrementDesiredCapacity(true));
        scene.sleep(ofSeconds(5));
        assertThat(scene.states("blue")).containsExactlyInAnyOrder("Standby", "InService");
        assertThat(scene.described("blue").desiredCapacity()).isEqualTo(1);
        assertThat(scene.health(targets)).contains("draining Target.DeregistrationInProgress");

        scene.sleep(ofMinutes(6));
        scene.scaling.exitStandby(
                request -> request.autoScalingGroupName("blue").instanceIds(first));
        scene.until(() -> scene.health(targets).equals(List.of("healthy", "healthy")));
        assertThat(scene.described("blue").desiredCapacity()).isEqualTo(2);
    }

    @Test
    void letsAnInstanceGo() {
        scene.group("blue", 2);
        scene.until(() -> scene.inService("blue") == 2);
        String first = scene.members("blue").get(0).instanceId();
        scene.scaling.detachInstances(request ->
                request.autoScalingGroupName("blue").instanceIds(first).shouldDecrementDesiredCapacity(true));
        scene.sleep(ofMinutes(1));
        assertThat(scene.members("blue")).extracting(Instance::instanceId).doesNotContain(first);
        assertThat(aws.leftovers()).contains("instance " + first);
    }

    @Test
    void takesTheOldestOfTheFullestZoneFirst() {
        scene.group("blue", 4);
        scene.until(() -> scene.inService("blue") == 4);
        String first = scene.members("blue").get(0).instanceId();
        scene.scaling.setDesiredCapacity(
                request -> request.autoScalingGroupName("blue").desiredCapacity(3));
        scene.sleep(ofMinutes(2));
        assertThat(scene.members("blue"))
                .hasSize(3)
                .extracting(Instance::instanceId)
                .doesNotContain(first);
    }

    @Test
    void terminatesTheOneThatIsNamed() {
        scene.group("blue", 2);
        scene.until(() -> scene.inService("blue") == 2);
        String second = scene.members("blue").get(1).instanceId();
        scene.scaling.terminateInstanceInAutoScalingGroup(
                request -> request.instanceId(second).shouldDecrementDesiredCapacity(false));
        scene.until(() -> scene.inService("blue") == 2
                && scene.members("blue").stream()
                        .noneMatch(member -> member.instanceId().equals(second)));
    }

    @Test
    void handsOutGroupsInPages() {
        for (int i = 0; i < 120; i++) {
            scene.group("group-" + i, 0);
        }
        assertThat(scene.scaling.describeAutoScalingGroups().autoScalingGroups())
                .hasSize(50);
        assertThat(scene.scaling.describeAutoScalingGroupsPaginator().autoScalingGroups().stream()
                        .map(AutoScalingGroup::autoScalingGroupName))
                .hasSize(120)
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesASizeOutOfItsBounds() {
        scene.group("blue", 0);
        assertThatThrownBy(() -> scene.scaling.setDesiredCapacity(
                        request -> request.autoScalingGroupName("blue").desiredCapacity(11)))
                .hasMessageContaining("above max value 10");
        assertThatThrownBy(() -> scene.group("green", 11))
                .hasMessageContaining("less than or equal to the max size:10");
    }
}
