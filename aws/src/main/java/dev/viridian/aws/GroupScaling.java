package dev.viridian.aws;

import static java.util.stream.Collectors.toMap;

import dev.viridian.EnvironmentName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.autoscaling.model.PutScheduledUpdateGroupActionRequest;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.autoscaling.model.TargetTrackingConfiguration;

/**
 * What makes the live group bigger and smaller by itself: bounds, policies, scheduled actions, processes that somebody has suspended. While something is deployed the live group may
 * grow but not shrink: its minimum is raised to the size that it has, and what it was stands in a tag before. Whoever becomes live gets all of it; the minimum comes back when the deployment
 * is over, whichever group is live then.
 */
final class GroupScaling {
    /** The minimum that a group has when nothing is deployed. */
    static final String MINIMUM = "viridian:minimum";

    /** On a candidate: the group whose scaling it gets when it goes live. */
    static final String AFTER = "viridian:after";

    private static final String TRACKING = "TargetTrackingScaling";
    private static final String OF_TARGETS = "/targetgroup/";
    private static final String RESOURCE = "auto-scaling-group";

    private final AwsSetup setup;
    private final Supplier<AutoScalingClient> client;
    private final AutoScalingGroups groups;

    GroupScaling(AwsSetup setup, Supplier<AutoScalingClient> client, AutoScalingGroups groups) {
        this.setup = setup;
        this.client = client;
        this.groups = groups;
    }

    /** Whether its size is anybody else's matter than a deployment's. */
    static boolean isBounded(AutoScalingGroup group) {
        return minimum(group) < group.maxSize();
    }

    /** What its minimum is when nothing is deployed. */
    private static int minimum(AutoScalingGroup group) {
        return tag(group, MINIMUM).flatMap(GroupScaling::number).orElse(group.minSize());
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static Optional<String> tag(AutoScalingGroup group, String key) {
        return group.tags().stream()
                .filter(tag -> key.equals(tag.key()))
                .map(TagDescription::value)
                .findFirst();
    }

    /** Which group's scaling it gets when it goes live, if any. */
    static Optional<EnvironmentName> predecessor(AutoScalingGroup group) {
        return tag(group, AFTER).map(EnvironmentName::new);
    }

    /** What of the scaling of a live environment that is a group could not be handed to another group; empty where all of it can. */
    Optional<String> standingInTheWay(EnvironmentName live) {
        String found = policies(live).stream()
                .filter(policy -> !TRACKING.equals(policy.policyType()))
                .map(policy -> policy.policyName() + " (" + policy.policyType() + ")")
                .collect(Collectors.joining(", "));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of("The live group " + live
                        + " has scaling policies that cannot go to another group, since alarms name them: " + found
                        + ". Make them policies of the type " + TRACKING + ", or delete them.");
    }

    /** Keeps a live group from becoming smaller while something is deployed. */
    void hold(AutoScalingGroup live, Caller caller) {
        if (!isBounded(live) || live.minSize() >= live.desiredCapacity()) {
            return;
        }
        EnvironmentName name = new EnvironmentName(live.autoScalingGroupName());
        if (tag(live, MINIMUM).isEmpty()) {
            write(name, Integer.toString(live.minSize()), caller);
        }
        groups.setMinimum(name, live.desiredCapacity(), caller);
    }

    private void write(EnvironmentName group, String minimum, Caller caller) {
        Tag tag = tag(group, MINIMUM).value(minimum).propagateAtLaunch(false).build();
        call("CreateOrUpdateTags", group)
                .of(() -> client.get()
                        .createOrUpdateTags(request -> request.tags(tag).overrideConfiguration(caller.inUserAgent())));
    }

    private static Tag.Builder tag(EnvironmentName group, String key) {
        return Tag.builder().resourceType(RESOURCE).resourceId(group.value()).key(key);
    }

    /** Brings it to that size within what its owner lets it be; {@code false} where it is gone. */
    boolean resize(AutoScalingGroup group, int machines, Caller caller) {
        EnvironmentName name = new EnvironmentName(group.autoScalingGroupName());
        if (!isBounded(group)) {
            return groups.resize(name, machines, caller);
        }
        boolean isHeld = tag(group, MINIMUM).isPresent();
        int fewest = isHeld ? machines : Math.min(group.minSize(), machines);
        return groups.resize(name, fewest, machines, Math.max(group.maxSize(), machines), caller);
    }

    /**
     * Gives what has just become live the scaling of the group that was live when it was made, where that had any. Both are looked at now, since either may have grown until users were moved.
     *
     * @param made as it was seen at any time since it was made
     */
    void takeOver(AutoScalingGroup made, Caller caller) {
        predecessor(made).ifPresent(former -> {
            Map<EnvironmentName, AutoScalingGroup> now = now(GroupMachines.name(made), former);
            AutoScalingGroup live = now.getOrDefault(GroupMachines.name(made), made);
            Optional.ofNullable(now.get(former))
                    .filter(group -> predecessor(live).isPresent() && !AutoScalingGroups.isBeingDeleted(group))
                    .ifPresent(group -> handOver(group, live, caller));
        });
    }

    private Map<EnvironmentName, AutoScalingGroup> now(EnvironmentName live, EnvironmentName former) {
        return groups.find(List.of(live, former)).stream().collect(toMap(GroupMachines::name, group -> group));
    }

    /** Gives what has just become live all that makes its predecessor bigger and smaller; it may not shrink yet. */
    private void handOver(AutoScalingGroup from, AutoScalingGroup to, Caller caller) {
        EnvironmentName former = new EnvironmentName(from.autoScalingGroupName());
        EnvironmentName live = new EnvironmentName(to.autoScalingGroupName());
        List<ScalingPolicy> policies = policies(former);
        List<ScheduledUpdateGroupAction> schedules = schedules(former);
        if (isBounded(from)) {
            bound(from, to, live, caller);
        }
        suspend(from, to, live, caller);
        for (ScalingPolicy policy : policies) {
            put(live, policy, to, caller);
        }
        for (ScheduledUpdateGroupAction schedule : schedules) {
            put(live, schedule, caller);
        }
        if (isBounded(from)
                || !policies.isEmpty()
                || !schedules.isEmpty()
                || !from.suspendedProcesses().isEmpty()) {
            remove(live, AFTER, caller);
        }
    }

    /** With as many as the former has grown to meanwhile. */
    private void bound(AutoScalingGroup from, AutoScalingGroup to, EnvironmentName live, Caller caller) {
        if (tag(to, MINIMUM).isEmpty()) {
            write(live, Integer.toString(minimum(from)), caller);
        }
        int size = Math.max(to.desiredCapacity(), from.desiredCapacity());
        call("UpdateAutoScalingGroup", live)
                .of(() -> client.get()
                        .updateAutoScalingGroup(request -> request.autoScalingGroupName(live.value())
                                .minSize(size)
                                .desiredCapacity(size)
                                .maxSize(Math.max(size, from.maxSize()))
                                .defaultCooldown(from.defaultCooldown())
                                .newInstancesProtectedFromScaleIn(from.newInstancesProtectedFromScaleIn())
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** What somebody has suspended stays so. */
    private void suspend(AutoScalingGroup from, AutoScalingGroup to, EnvironmentName live, Caller caller) {
        List<String> missing = new ArrayList<>(names(from.suspendedProcesses()));
        missing.removeAll(names(to.suspendedProcesses()));
        if (!missing.isEmpty()) {
            call("SuspendProcesses", live)
                    .of(() -> client.get()
                            .suspendProcesses(request -> request.autoScalingGroupName(live.value())
                                    .scalingProcesses(missing)
                                    .overrideConfiguration(caller.inUserAgent())));
        }
    }

    private static List<String> names(List<SuspendedProcess> processes) {
        return processes.stream().map(SuspendedProcess::processName).toList();
    }

    private void put(EnvironmentName group, ScalingPolicy policy, AutoScalingGroup to, Caller caller) {
        PutScalingPolicyRequest request = PutScalingPolicyRequest.builder()
                .autoScalingGroupName(group.value())
                .policyName(policy.policyName())
                .policyType(policy.policyType())
                .estimatedInstanceWarmup(policy.estimatedInstanceWarmup())
                .enabled(policy.enabled())
                .targetTrackingConfiguration(measuring(policy.targetTrackingConfiguration(), to))
                .overrideConfiguration(caller.inUserAgent())
                .build();
        call("PutScalingPolicy", group).of(() -> client.get().putScalingPolicy(request));
    }

    /** One that follows the requests of each target names <a
     * href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredefinedMetricSpecification.html">the balancer and the target group</a>, which is another one now. */
    private static TargetTrackingConfiguration measuring(TargetTrackingConfiguration following, AutoScalingGroup to) {
        var metric = following.predefinedMetricSpecification();
        String label = metric == null ? "" : String.valueOf(metric.resourceLabel());
        Optional<String> own = AutoScalingGroups.targetGroup(to);
        if (!label.contains(OF_TARGETS) || own.isEmpty()) {
            return following;
        }
        String arn = own.get();
        String renamed =
                label.substring(0, label.indexOf(OF_TARGETS)) + "/" + arn.substring(arn.indexOf("targetgroup/"));
        return following.toBuilder()
                .predefinedMetricSpecification(
                        metric.toBuilder().resourceLabel(renamed).build())
                .build();
    }

    /** One whose time has begun recurs all the same; a beginning in the past is not accepted. */
    private void put(EnvironmentName group, ScheduledUpdateGroupAction schedule, Caller caller) {
        boolean isToCome = schedule.startTime() != null
                && schedule.startTime().isAfter(setup.time().now());
        PutScheduledUpdateGroupActionRequest request = PutScheduledUpdateGroupActionRequest.builder()
                .autoScalingGroupName(group.value())
                .scheduledActionName(schedule.scheduledActionName())
                .startTime(isToCome ? schedule.startTime() : null)
                .endTime(schedule.endTime())
                .recurrence(schedule.recurrence())
                .timeZone(schedule.timeZone())
                .minSize(schedule.minSize())
                .maxSize(schedule.maxSize())
                .desiredCapacity(schedule.desiredCapacity())
                .overrideConfiguration(caller.inUserAgent())
                .build();
        if (isToCome || schedule.recurrence() != null) {
            call("PutScheduledUpdateGroupAction", group).of(() -> client.get().putScheduledUpdateGroupAction(request));
        }
    }

    /** The deployment is over: what is live may shrink again. Of what was never held, nothing. */
    void putBack(AutoScalingGroup live, Caller caller) {
        if (tag(live, MINIMUM).isEmpty()) {
            return;
        }
        EnvironmentName name = new EnvironmentName(live.autoScalingGroupName());
        int minimum = minimum(live);
        if (minimum < live.minSize()) {
            groups.setMinimum(name, minimum, caller);
        }
        remove(name, MINIMUM, caller);
    }

    private void remove(EnvironmentName group, String key, Caller caller) {
        Tag tag = tag(group, key).build();
        call("DeleteTags", group)
                .of(() -> client.get()
                        .deleteTags(request -> request.tags(tag).overrideConfiguration(caller.inUserAgent())));
    }

    private List<ScalingPolicy> policies(EnvironmentName group) {
        return call("DescribePolicies", group)
                .of(() -> client
                        .get()
                        .describePoliciesPaginator(request -> request.autoScalingGroupName(group.value())
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .scalingPolicies()
                        .stream()
                        .toList());
    }

    private List<ScheduledUpdateGroupAction> schedules(EnvironmentName group) {
        return call("DescribeScheduledActions", group)
                .of(() -> client
                        .get()
                        .describeScheduledActionsPaginator(request -> request.autoScalingGroupName(group.value())
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .scheduledUpdateGroupActions()
                        .stream()
                        .toList());
    }

    private Call call(String operation, EnvironmentName name) {
        return setup.call("autoscaling:" + operation, "autoScalingGroupName/" + name);
    }
}
