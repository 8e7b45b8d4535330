package dev.viridian.testing.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AttachLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.AttachLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.CompleteLifecycleActionRequest;
import software.amazon.awssdk.services.autoscaling.model.CompleteLifecycleActionResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteLifecycleHookRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteLifecycleHookResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingInstancesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingInstancesResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeLifecycleHooksRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLifecycleHooksResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.autoscaling.model.DetachInstancesRequest;
import software.amazon.awssdk.services.autoscaling.model.DetachInstancesResponse;
import software.amazon.awssdk.services.autoscaling.model.DetachLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DetachLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.EnterStandbyRequest;
import software.amazon.awssdk.services.autoscaling.model.EnterStandbyResponse;
import software.amazon.awssdk.services.autoscaling.model.ExitStandbyRequest;
import software.amazon.awssdk.services.autoscaling.model.ExitStandbyResponse;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;
import software.amazon.awssdk.services.autoscaling.model.LoadBalancerTargetGroupState;
import software.amazon.awssdk.services.autoscaling.model.PutLifecycleHookRequest;
import software.amazon.awssdk.services.autoscaling.model.PutLifecycleHookResponse;
import software.amazon.awssdk.services.autoscaling.model.RecordLifecycleActionHeartbeatRequest;
import software.amazon.awssdk.services.autoscaling.model.RecordLifecycleActionHeartbeatResponse;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceHealthRequest;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceHealthResponse;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceProtectionRequest;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceProtectionResponse;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupResponse;

/** What Auto Scaling answers about the members of groups, their lifecycle and their hooks. */
final class AutoScalingMembers {
    private static final int PAGE = 100;
    private static final int INSTANCE_PAGE = 50;
    private static final int USUAL_HEARTBEAT = 3600;
    private static final int SHORTEST_HEARTBEAT = 30;
    private static final int LONGEST_HEARTBEAT = 7200;

    private final AutoScaling desk;
    private final Scaling scaling;
    private final Balancing balancing;
    private final Quotas quotas;

    AutoScalingMembers(AutoScaling desk, Scaling scaling, Balancing balancing, Quotas quotas) {
        this.desk = desk;
        this.scaling = scaling;
        this.balancing = balancing;
        this.quotas = quotas;
    }

    void open(Operations operations) {
        openHooks(operations);
        operations
                .on(DescribeAutoScalingInstancesRequest.class, "InstanceIds NextToken MaxRecords", this::describe)
                .on(
                        DescribeScalingActivitiesRequest.class,
                        "AutoScalingGroupName ActivityIds IncludeDeletedGroups NextToken MaxRecords",
                        this::activities)
                .on(
                        TerminateInstanceInAutoScalingGroupRequest.class,
                        "InstanceId! ShouldDecrementDesiredCapacity!",
                        this::terminate)
                .on(
                        EnterStandbyRequest.class,
                        "AutoScalingGroupName! InstanceIds! ShouldDecrementDesiredCapacity!",
                        this::enterStandby)
                .on(ExitStandbyRequest.class, "AutoScalingGroupName! InstanceIds!", this::exitStandby)
                .on(
                        DetachInstancesRequest.class,
                        "AutoScalingGroupName! InstanceIds! ShouldDecrementDesiredCapacity!",
                        this::detach)
                .on(
                        SetInstanceHealthRequest.class,
                        "InstanceId! HealthStatus! ShouldRespectGracePeriod",
                        this::setHealth)
                .on(
                        SetInstanceProtectionRequest.class,
                        "AutoScalingGroupName! InstanceIds! ProtectedFromScaleIn!",
                        this::setProtection)
                .on(
                        AttachLoadBalancerTargetGroupsRequest.class,
                        "AutoScalingGroupName! TargetGroupARNs!",
                        this::attachTargets)
                .on(
                        DetachLoadBalancerTargetGroupsRequest.class,
                        "AutoScalingGroupName! TargetGroupARNs!",
                        this::detachTargets)
                .on(
                        DescribeLoadBalancerTargetGroupsRequest.class,
                        "AutoScalingGroupName! NextToken MaxRecords",
                        this::describeTargets);
    }

    private void openHooks(Operations operations) {
        operations
                .on(
                        PutLifecycleHookRequest.class,
                        "AutoScalingGroupName! LifecycleHookName! LifecycleTransition HeartbeatTimeout DefaultResult NotificationTargetARN"
                                + " RoleARN NotificationMetadata",
                        this::putHook)
                .on(
                        DescribeLifecycleHooksRequest.class,
                        "AutoScalingGroupName! LifecycleHookNames",
                        this::describeHooks)
                .on(DeleteLifecycleHookRequest.class, "AutoScalingGroupName! LifecycleHookName!", this::deleteHook)
                .on(
                        CompleteLifecycleActionRequest.class,
                        "AutoScalingGroupName! LifecycleHookName! LifecycleActionResult! LifecycleActionToken InstanceId",
                        this::complete)
                .on(
                        RecordLifecycleActionHeartbeatRequest.class,
                        "AutoScalingGroupName! LifecycleHookName! LifecycleActionToken InstanceId",
                        this::heartbeat);
    }

    private Member member(String instance) {
        return desk.findMember(instance)
                .orElseThrow(() -> AutoScaling.invalid(
                        "Instance Id not found - No managed instance found for instance ID: " + instance));
    }

    private Member member(GroupState group, String instance) {
        Member member = group.members.get(instance);
        if (member == null) {
            throw AutoScaling.invalid(
                    "The instance " + instance + " is not part of Auto Scaling group " + group.name + ".");
        }
        return member;
    }

    private PutLifecycleHookResponse putHook(PutLifecycleHookRequest request) {
        putHook(
                desk.group(request.autoScalingGroupName()),
                quotas,
                request.lifecycleHookName(),
                request.lifecycleTransition(),
                request.heartbeatTimeout(),
                request.defaultResult(),
                request.notificationTargetARN(),
                request.roleARN(),
                request.notificationMetadata());
        return PutLifecycleHookResponse.builder().build();
    }

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html">A new one needs its transition; of one that is there, what is given changes.</a> */
    static void putHook(
            GroupState group,
            Quotas quotas,
            String name,
            @Nullable String transition,
            @Nullable Integer heartbeat,
            @Nullable String defaultResult,
            @Nullable String target,
            @Nullable String role,
            @Nullable String metadata) {
        Optional<Hook> there = Optional.ofNullable(group.hooks.get(name));
        if (there.isEmpty() && group.hooks.size() >= quotas.of(AwsQuota.HOOKS_PER_GROUP)) {
            throw AutoScaling.limitExceeded("You have reached your limit of lifecycle hooks of a group");
        }
        String when = or(transition, there.map(Hook::transition).orElse(""));
        if (!Set.of(Hook.LAUNCHING, Hook.TERMINATING).contains(when)) {
            throw AutoScaling.invalid("Lifecycle transition '" + when + "' is not valid");
        }
        long seconds = heartbeat == null
                ? there.map(hook -> hook.heartbeat().toSeconds()).orElse((long) USUAL_HEARTBEAT)
                : heartbeat;
        if (seconds < SHORTEST_HEARTBEAT || seconds > LONGEST_HEARTBEAT) {
            throw AutoScaling.invalid("Heartbeat timeout " + seconds + " must be between " + SHORTEST_HEARTBEAT
                    + " and " + LONGEST_HEARTBEAT + " seconds");
        }
        String result = or(defaultResult, there.map(Hook::defaultResult).orElse("ABANDON"));
        requireResult(result);
        group.hooks.put(
                name,
                new Hook(
                        name,
                        when,
                        Duration.ofSeconds(seconds),
                        result,
                        or(target, there.map(Hook::target).orElse("")),
                        or(role, there.map(Hook::role).orElse("")),
                        or(metadata, there.map(Hook::metadata).orElse(""))));
    }

    private static String or(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }

    private static void requireResult(String result) {
        if (!Set.of("CONTINUE", "ABANDON").contains(result)) {
            throw AutoScaling.invalid(
                    "Lifecycle action result '" + result + "' is not valid. Expected CONTINUE or ABANDON.");
        }
    }

    private DescribeLifecycleHooksResponse describeHooks(DescribeLifecycleHooksRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        return DescribeLifecycleHooksResponse.builder()
                .lifecycleHooks(group.hooks.values().stream()
                        .filter(hook -> !request.hasLifecycleHookNames()
                                || request.lifecycleHookNames().contains(hook.name()))
                        .map(hook -> LifecycleHook.builder()
                                .autoScalingGroupName(group.name)
                                .lifecycleHookName(hook.name())
                                .lifecycleTransition(hook.transition())
                                .heartbeatTimeout((int) hook.heartbeat().toSeconds())
                                .globalTimeout((int) hook.most().toSeconds())
                                .defaultResult(hook.defaultResult())
                                .notificationTargetARN(orNull(hook.target()))
                                .roleARN(orNull(hook.role()))
                                .notificationMetadata(orNull(hook.metadata()))
                                .build())
                        .toList())
                .build();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteLifecycleHook.html">Its outstanding actions are completed: ABANDON for launching instances, CONTINUE for terminating ones.</a> */
    private DeleteLifecycleHookResponse deleteHook(DeleteLifecycleHookRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        Hook hook = group.hooks.remove(request.lifecycleHookName());
        if (hook == null) {
            throw AutoScaling.invalid("No Lifecycle Hook found: " + request.lifecycleHookName());
        }
        String result = hook.transition().equals(Hook.LAUNCHING) ? "ABANDON" : "CONTINUE";
        for (Member member : List.copyOf(group.members.values())) {
            List.copyOf(member.waits).stream()
                    .filter(wait -> wait.hook.name().equals(hook.name()))
                    .forEach(wait -> scaling.complete(member, wait, result, ""));
        }
        return DeleteLifecycleHookResponse.builder().build();
    }

    private record Found(Member member, Member.Wait action) {}

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CompleteLifecycleAction.html">By the token or by the instance.</a> */
    private Found action(String groupName, String hook, @Nullable String token, @Nullable String instance) {
        GroupState group = desk.group(groupName);
        Predicate<Found> isMeant = found -> found.action().hook.name().equals(hook)
                && (token == null || found.action().token.equals(token))
                && (instance == null || found.member().id().equals(instance));
        if (token == null && instance == null) {
            throw AutoScaling.invalid("Either a lifecycle action token or an instance ID must be specified");
        }
        return group.members.values().stream()
                .flatMap(member -> member.waits.stream().map(wait -> new Found(member, wait)))
                .filter(isMeant)
                .findFirst()
                .orElseThrow(() -> AutoScaling.invalid("No active Lifecycle Action found with "
                        + (token == null ? "instance ID " + instance : "token " + token)));
    }

    private CompleteLifecycleActionResponse complete(CompleteLifecycleActionRequest request) {
        requireResult(request.lifecycleActionResult());
        Found found = action(
                request.autoScalingGroupName(),
                request.lifecycleHookName(),
                request.lifecycleActionToken(),
                request.instanceId());
        scaling.complete(found.member(), found.action(), request.lifecycleActionResult(), "");
        return CompleteLifecycleActionResponse.builder().build();
    }

    private RecordLifecycleActionHeartbeatResponse heartbeat(RecordLifecycleActionHeartbeatRequest request) {
        Found found = action(
                request.autoScalingGroupName(),
                request.lifecycleHookName(),
                request.lifecycleActionToken(),
                request.instanceId());
        scaling.heartbeat(found.member(), found.action());
        return RecordLifecycleActionHeartbeatResponse.builder().build();
    }

    private DescribeAutoScalingInstancesResponse describe(DescribeAutoScalingInstancesRequest request) {
        List<AutoScalingInstanceDetails> found = scaling.groups.values().stream()
                .flatMap(group -> group.members.values().stream())
                .filter(member ->
                        !request.hasInstanceIds() || request.instanceIds().contains(member.id()))
                .map(AutoScalingMembers::details)
                .toList();
        Page<AutoScalingInstanceDetails> page =
                Page.of(found, request.nextToken(), request.maxRecords(), INSTANCE_PAGE, AutoScaling::badToken);
        return DescribeAutoScalingInstancesResponse.builder()
                .autoScalingInstances(page.items())
                .nextToken(page.next())
                .build();
    }

    private static AutoScalingInstanceDetails details(Member member) {
        return AutoScalingInstanceDetails.builder()
                .instanceId(member.id())
                .instanceType(member.instance.order.type())
                .autoScalingGroupName(member.group.name)
                .availabilityZone(member.instance.subnet.zone)
                .lifecycleState(member.state)
                .healthStatus(member.isHealthy ? "HEALTHY" : "UNHEALTHY")
                .launchTemplate(AutoScaling.templateOf(member))
                .protectedFromScaleIn(member.isProtected)
                .build();
    }

    /** The newest first. */
    private DescribeScalingActivitiesResponse activities(DescribeScalingActivitiesRequest request) {
        List<Doing> all = new ArrayList<>();
        if (request.autoScalingGroupName() == null) {
            scaling.groups.values().forEach(group -> all.addAll(group.activities));
        } else {
            all.addAll(desk.group(request.autoScalingGroupName()).activities);
        }
        List<Activity> found = all.stream()
                .filter(doing ->
                        !request.hasActivityIds() || request.activityIds().contains(doing.id))
                .map(Doing::described)
                .toList();
        Page<Activity> page = Page.of(found, request.nextToken(), request.maxRecords(), PAGE, AutoScaling::badToken);
        return DescribeScalingActivitiesResponse.builder()
                .activities(page.items())
                .nextToken(page.next())
                .build();
    }

    private TerminateInstanceInAutoScalingGroupResponse terminate(TerminateInstanceInAutoScalingGroupRequest request) {
        Member member = member(request.instanceId());
        if (request.shouldDecrementDesiredCapacity()) {
            shrink(member.group, 1);
        }
        Doing doing = member.isLeaving()
                ? member.doing.orElseThrow(() -> new AssertionError(member.id()))
                : scaling.terminate(member, "a user request terminated it");
        scaling.lookAt(member.group);
        return TerminateInstanceInAutoScalingGroupResponse.builder()
                .activity(doing.described())
                .build();
    }

    private static void shrink(GroupState group, int by) {
        if (group.desired - by < group.min) {
            throw AutoScaling.invalid(
                    "Currently, desiredSize equals minSize (" + group.min
                            + "). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.");
        }
        group.desired -= by;
    }

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html">Deregistered, and not looked at while it stands by.</a> */
    private EnterStandbyResponse enterStandby(EnterStandbyRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        List<Member> members = inService(group, request.instanceIds());
        if (request.shouldDecrementDesiredCapacity()) {
            shrink(group, members.size());
        }
        List<Activity> activities = new ArrayList<>();
        for (Member member : members) {
            scaling.deregister(member);
            member.state = "EnteringStandby";
            scaling.agenda().after(Pace.STEP, () -> {
                if (member.state.equals("EnteringStandby")) {
                    member.state = "Standby";
                }
            });
            activities.add(scaling.note(group, "Moving EC2 instance to Standby: " + member.id()));
        }
        scaling.lookAt(group);
        return EnterStandbyResponse.builder().activities(activities).build();
    }

    private List<Member> inService(GroupState group, List<String> instances) {
        List<Member> members =
                instances.stream().map(instance -> member(group, instance)).toList();
        for (Member member : members) {
            if (!member.isInService()) {
                throw AutoScaling.invalid("The instance " + member.id() + " is not in InService.");
            }
        }
        return members;
    }

    private ExitStandbyResponse exitStandby(ExitStandbyRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        List<Member> members = request.instanceIds().stream()
                .map(instance -> member(group, instance))
                .toList();
        for (Member member : members) {
            if (!member.state.equals("Standby")) {
                throw AutoScaling.invalid("The instance " + member.id() + " is not in Standby.");
            }
        }
        if (group.desired + members.size() > group.max) {
            throw AutoScaling.invalid(
                    "AutoScalingGroup " + group.name + " has min-size=" + group.min + ", max-size=" + group.max
                            + ", and desired-size=" + group.desired + ". To place into service " + members.size()
                            + " more, its max-size must be raised.");
        }
        group.desired += members.size();
        List<Activity> activities = new ArrayList<>();
        for (Member member : members) {
            member.state = "Pending";
            scaling.agenda().after(Pace.STEP, () -> {
                if (member.isPending()) {
                    scaling.enterService(member);
                }
            });
            activities.add(scaling.note(group, "Moving EC2 instance out of Standby: " + member.id()));
        }
        return ExitStandbyResponse.builder().activities(activities).build();
    }

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-detach-attach-instances.html">Deregistered from the group's load balancers; it runs on.</a> */
    private DetachInstancesResponse detach(DetachInstancesRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        List<Member> members = request.instanceIds().stream()
                .map(instance -> member(group, instance))
                .toList();
        for (Member member : members) {
            if (!member.isInService() && !member.state.equals("Standby")) {
                throw AutoScaling.invalid("The instance " + member.id() + " is not in InService or Standby.");
            }
        }
        if (request.shouldDecrementDesiredCapacity()) {
            shrink(group, (int) members.stream().filter(Member::counts).count());
        }
        List<Activity> activities = new ArrayList<>();
        for (Member member : members) {
            Duration drain = scaling.deregister(member);
            member.state = "Detaching";
            scaling.agenda().after(drain.plus(Pace.STEP), () -> {
                group.members.remove(member.id(), member);
                member.instance.tags.remove("aws:autoscaling:groupName");
                scaling.lookAt(group);
            });
            activities.add(scaling.note(group, "Detaching EC2 instance: " + member.id()));
        }
        scaling.lookAt(group);
        return DetachInstancesResponse.builder().activities(activities).build();
    }

    private SetInstanceHealthResponse setHealth(SetInstanceHealthRequest request) {
        Member member = member(request.instanceId());
        boolean isYoung = member.inService.isEmpty()
                || scaling.agenda().now().isBefore(member.inService.get().plus(member.group.grace));
        if (!isYoung || Boolean.FALSE.equals(request.shouldRespectGracePeriod())) {
            scaling.setHealth(member, request.healthStatus().equals("Healthy"));
        }
        return SetInstanceHealthResponse.builder().build();
    }

    private SetInstanceProtectionResponse setProtection(SetInstanceProtectionRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        List<Member> members = request.instanceIds().stream()
                .map(instance -> member(group, instance))
                .toList();
        members.forEach(member -> member.isProtected = request.protectedFromScaleIn());
        scaling.lookAt(group);
        return SetInstanceProtectionResponse.builder().build();
    }

    private AttachLoadBalancerTargetGroupsResponse attachTargets(AttachLoadBalancerTargetGroupsRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        request.targetGroupARNs().forEach(desk::requireTargetGroup);
        for (String arn : request.targetGroupARNs()) {
            desk.attach(group, arn);
            group.members.values().stream()
                    .filter(Member::isInService)
                    .forEach(member -> scaling.register(member, arn));
        }
        return AttachLoadBalancerTargetGroupsResponse.builder().build();
    }

    private DetachLoadBalancerTargetGroupsResponse detachTargets(DetachLoadBalancerTargetGroupsRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        for (String arn : request.targetGroupARNs()) {
            if (!group.targetGroups.contains(arn)) {
                throw AutoScaling.invalid(
                        "Trying to remove Target Groups that are not part of the group: [" + arn + "]");
            }
        }
        for (String arn : request.targetGroupARNs()) {
            group.members.values().forEach(member -> scaling.deregister(member, arn));
            group.targetGroups.remove(arn);
        }
        return DetachLoadBalancerTargetGroupsResponse.builder().build();
    }

    private DescribeLoadBalancerTargetGroupsResponse describeTargets(DescribeLoadBalancerTargetGroupsRequest request) {
        GroupState group = desk.group(request.autoScalingGroupName());
        List<LoadBalancerTargetGroupState> states = group.targetGroups.stream()
                .map(arn -> LoadBalancerTargetGroupState.builder()
                        .loadBalancerTargetGroupARN(arn)
                        .state(isServing(group, arn) ? "InService" : "Added")
                        .build())
                .toList();
        Page<LoadBalancerTargetGroupState> page =
                Page.of(states, request.nextToken(), request.maxRecords(), PAGE, AutoScaling::badToken);
        return DescribeLoadBalancerTargetGroupsResponse.builder()
                .loadBalancerTargetGroups(page.items())
                .nextToken(page.next())
                .build();
    }

    /** "InService": at least one of the group's instances passes the health checks of the target group. */
    private boolean isServing(GroupState group, String arn) {
        TargetGroupState targets = balancing.groups.get(arn);
        return targets != null
                && targets.targets.values().stream()
                        .anyMatch(target -> target.health == TargetGroupState.Health.HEALTHY
                                && group.members.containsKey(target.id));
    }
}
