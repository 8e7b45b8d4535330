package dev.viridian.testing.aws;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.DeletePolicyRequest;
import software.amazon.awssdk.services.autoscaling.model.DeletePolicyResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteScheduledActionRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteScheduledActionResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribePoliciesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribePoliciesResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeScheduledActionsResponse;
import software.amazon.awssdk.services.autoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.autoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.autoscaling.model.PutScheduledUpdateGroupActionRequest;
import software.amazon.awssdk.services.autoscaling.model.PutScheduledUpdateGroupActionResponse;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;

/**
 * What makes groups bigger and smaller: policies, which are kept and told but follow no metric (whoever tests that sets the desired capacity), and scheduled actions, of which
 * those that come once are performed and those that recur are kept and told.
 */
final class ScalingPolicies {
    private static final int PAGE = 100;
    private static final String SIMPLE = "SimpleScaling";
    private static final String STEP = "StepScaling";
    private static final String TRACKING = "TargetTrackingScaling";

    private final AutoScaling desk;
    private final Scaling scaling;
    private final Network network;
    private final Ids ids;

    ScalingPolicies(AutoScaling desk, Scaling scaling, Network network, Ids ids) {
        this.desk = desk;
        this.scaling = scaling;
        this.network = network;
        this.ids = ids;
    }

    void open(Operations operations) {
        operations
                .on(
                        PutScalingPolicyRequest.class,
                        "AutoScalingGroupName! PolicyName! PolicyType AdjustmentType ScalingAdjustment Cooldown"
                                + " MetricAggregationType StepAdjustments EstimatedInstanceWarmup TargetTrackingConfiguration"
                                + " Enabled",
                        this::put)
                .on(
                        DescribePoliciesRequest.class,
                        "AutoScalingGroupName PolicyNames PolicyTypes NextToken MaxRecords",
                        this::describe)
                .on(DeletePolicyRequest.class, "AutoScalingGroupName PolicyName!", this::delete)
                .on(
                        PutScheduledUpdateGroupActionRequest.class,
                        "AutoScalingGroupName! ScheduledActionName! StartTime EndTime Recurrence MinSize MaxSize DesiredCapacity TimeZone",
                        this::schedule)
                .on(
                        DescribeScheduledActionsRequest.class,
                        "AutoScalingGroupName ScheduledActionNames NextToken MaxRecords",
                        this::describe)
                .on(DeleteScheduledActionRequest.class, "AutoScalingGroupName! ScheduledActionName!", this::unschedule);
    }

    private String arn(GroupState group, String kind, String id, String name) {
        return "arn:aws:autoscaling:" + network.region + ":" + Desk.ACCOUNT + ":" + kind + ":" + id
                + ":autoScalingGroupName/" + group.name + ":" + name;
    }

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html">One of the name is changed; each type needs what is its own.</a> */
    private PutScalingPolicyResponse put(PutScalingPolicyRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        String type = Optional.ofNullable(request.policyType()).orElse(SIMPLE);
        requireWhole(request, type);
        String arn = Optional.ofNullable(group.policies.get(request.policyName()))
                .map(ScalingPolicy::policyARN)
                .orElseGet(() -> arn(group, "scalingPolicy", ids.uuid("policy"), "policyName/" + request.policyName()));
        group.policies.put(
                request.policyName(),
                ScalingPolicy.builder()
                        .autoScalingGroupName(group.name)
                        .policyName(request.policyName())
                        .policyARN(arn)
                        .policyType(type)
                        .adjustmentType(request.adjustmentType())
                        .scalingAdjustment(request.scalingAdjustment())
                        .cooldown(request.cooldown())
                        .metricAggregationType(request.metricAggregationType())
                        .stepAdjustments(request.hasStepAdjustments() ? request.stepAdjustments() : null)
                        .estimatedInstanceWarmup(request.estimatedInstanceWarmup())
                        .targetTrackingConfiguration(request.targetTrackingConfiguration())
                        .enabled(Optional.ofNullable(request.enabled()).orElse(true))
                        .build());
        return PutScalingPolicyResponse.builder().policyARN(arn).build();
    }

    private static void requireWhole(PutScalingPolicyRequest request, String type) {
        boolean whole = switch (type) {
            case SIMPLE -> request.adjustmentType() != null && request.scalingAdjustment() != null;
            case STEP -> request.adjustmentType() != null && request.hasStepAdjustments();
            case TRACKING -> request.targetTrackingConfiguration() != null;
            default ->
                throw new UnsupportedOperationException("SimulatedAws does not know the policy type " + type
                        + " of autoscaling:PutScalingPolicy. Expected " + SIMPLE + ", " + STEP + " or " + TRACKING
                        + ".");
        };
        if (!whole) {
            throw AutoScaling.invalid("A policy of the type " + type + " needs "
                    + (type.equals(TRACKING)
                            ? "a TargetTrackingConfiguration"
                            : "an AdjustmentType and what it adjusts")
                    + ".");
        }
    }

    private List<GroupState> groups(@Nullable String name) {
        return name == null ? List.copyOf(scaling.groups.values()) : List.of(desk.group(name));
    }

    private DescribePoliciesResponse describe(DescribePoliciesRequest request) {
        List<ScalingPolicy> found = groups(request.autoScalingGroupName()).stream()
                .flatMap(group -> group.policies.values().stream())
                .filter(policy ->
                        !request.hasPolicyNames() || request.policyNames().contains(policy.policyName()))
                .filter(policy ->
                        !request.hasPolicyTypes() || request.policyTypes().contains(policy.policyType()))
                .toList();
        Page<ScalingPolicy> page =
                Page.of(found, request.nextToken(), request.maxRecords(), PAGE, AutoScaling::badToken);
        return DescribePoliciesResponse.builder()
                .scalingPolicies(page.items())
                .nextToken(page.next())
                .build();
    }

    private DeletePolicyResponse delete(DeletePolicyRequest request) {
        for (GroupState group : groups(request.autoScalingGroupName())) {
            group.policies
                    .values()
                    .removeIf(policy ->
                            Set.of(policy.policyName(), policy.policyARN()).contains(request.policyName()));
        }
        return DeletePolicyResponse.builder().build();
    }

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html">It has a size to set and a time to do so, which is to come.</a> */
    private PutScheduledUpdateGroupActionResponse schedule(PutScheduledUpdateGroupActionRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        if (request.minSize() == null && request.maxSize() == null && request.desiredCapacity() == null) {
            throw AutoScaling.invalid("At least one of MinSize, MaxSize or DesiredCapacity must be given.");
        }
        if (request.startTime() == null && request.recurrence() == null) {
            throw AutoScaling.invalid("Either a start time or a recurrence must be given.");
        }
        if (request.startTime() != null
                && request.startTime().isBefore(scaling.agenda().now())) {
            throw AutoScaling.invalid("Given start time is in the past");
        }
        ScheduledUpdateGroupAction action = ScheduledUpdateGroupAction.builder()
                .autoScalingGroupName(group.name)
                .scheduledActionName(request.scheduledActionName())
                .scheduledActionARN(arn(
                        group,
                        "scheduledUpdateGroupAction",
                        ids.uuid("action"),
                        "scheduledActionName/" + request.scheduledActionName()))
                .startTime(request.startTime())
                .endTime(request.endTime())
                .recurrence(request.recurrence())
                .timeZone(request.timeZone())
                .minSize(request.minSize())
                .maxSize(request.maxSize())
                .desiredCapacity(request.desiredCapacity())
                .build();
        group.schedules.put(action.scheduledActionName(), action);
        if (action.recurrence() == null) {
            scaling.agenda().at(action.startTime(), () -> perform(group, action));
        }
        return PutScheduledUpdateGroupActionResponse.builder().build();
    }

    /** It is gone once its time has come, also where the group's scheduled actions are suspended. */
    private void perform(GroupState group, ScheduledUpdateGroupAction action) {
        if (scaling.groups.get(group.name) != group
                || !group.schedules.remove(action.scheduledActionName(), action)
                || group.isSuspended("ScheduledActions")) {
            return;
        }
        group.min = Optional.ofNullable(action.minSize()).orElse(group.min);
        group.max = Math.max(group.min, Optional.ofNullable(action.maxSize()).orElse(group.max));
        int desired = Optional.ofNullable(action.desiredCapacity()).orElse(group.desired);
        group.desired = Math.min(Math.max(desired, group.min), group.max);
        scaling.lookAt(group);
    }

    private DescribeScheduledActionsResponse describe(DescribeScheduledActionsRequest request) {
        Instant now = scaling.agenda().now();
        List<ScheduledUpdateGroupAction> found = groups(request.autoScalingGroupName()).stream()
                .flatMap(group -> group.schedules.values().stream())
                .filter(action -> !request.hasScheduledActionNames()
                        || request.scheduledActionNames().contains(action.scheduledActionName()))
                .filter(action -> action.endTime() == null || action.endTime().isAfter(now))
                .toList();
        Page<ScheduledUpdateGroupAction> page =
                Page.of(found, request.nextToken(), request.maxRecords(), PAGE, AutoScaling::badToken);
        return DescribeScheduledActionsResponse.builder()
                .scheduledUpdateGroupActions(page.items())
                .nextToken(page.next())
                .build();
    }

    private DeleteScheduledActionResponse unschedule(DeleteScheduledActionRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        if (group.schedules.remove(request.scheduledActionName()) == null) {
            throw AutoScaling.invalid("Scheduled action name not found: " + request.scheduledActionName());
        }
        return DeleteScheduledActionResponse.builder().build();
    }
}
