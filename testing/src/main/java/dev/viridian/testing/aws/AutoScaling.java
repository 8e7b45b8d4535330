package dev.viridian.testing.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.autoscaling.model.AlreadyExistsException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.LimitExceededException;
import software.amazon.awssdk.services.autoscaling.model.ResourceInUseException;
import software.amazon.awssdk.services.autoscaling.model.ResumeProcessesRequest;
import software.amazon.awssdk.services.autoscaling.model.ResumeProcessesResponse;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityInProgressException;
import software.amazon.awssdk.services.autoscaling.model.SetDesiredCapacityRequest;
import software.amazon.awssdk.services.autoscaling.model.SetDesiredCapacityResponse;
import software.amazon.awssdk.services.autoscaling.model.SuspendProcessesRequest;
import software.amazon.awssdk.services.autoscaling.model.SuspendProcessesResponse;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupResponse;

/** What Auto Scaling answers about groups. */
final class AutoScaling {
    private static final int PAGE = 100;
    private static final Set<String> PROCESSES = Set.of(
            "Launch",
            "Terminate",
            "AddToLoadBalancer",
            "AlarmNotification",
            "AZRebalance",
            "HealthCheck",
            "InstanceRefresh",
            "ReplaceUnhealthy",
            "ScheduledActions");
    private static final String SETTINGS =
            " LaunchTemplate DesiredCapacity DefaultCooldown HealthCheckType HealthCheckGracePeriod VPCZoneIdentifier"
                    + " NewInstancesProtectedFromScaleIn";

    private final Scaling scaling;
    private final Network network;
    private final Templates templates;
    private final Balancing balancing;
    private final Ids ids;
    private final Quotas quotas;
    Duration seenAfter = Duration.ZERO;

    AutoScaling(Scaling scaling, Network network, Templates templates, Balancing balancing, Ids ids, Quotas quotas) {
        this.scaling = scaling;
        this.network = network;
        this.templates = templates;
        this.balancing = balancing;
        this.ids = ids;
        this.quotas = quotas;
    }

    Operations operations() {
        Operations operations = new Operations(Service.AUTO_SCALING)
                .on(
                        CreateAutoScalingGroupRequest.class,
                        "AutoScalingGroupName! MinSize! MaxSize! TargetGroupARNs LifecycleHookSpecificationList Tags"
                                + SETTINGS,
                        this::create)
                .on(
                        UpdateAutoScalingGroupRequest.class,
                        "AutoScalingGroupName! MinSize MaxSize" + SETTINGS,
                        this::update)
                .on(
                        SetDesiredCapacityRequest.class,
                        "AutoScalingGroupName! DesiredCapacity! HonorCooldown",
                        this::setDesired)
                .on(DeleteAutoScalingGroupRequest.class, "AutoScalingGroupName! ForceDelete", this::delete)
                .on(
                        DescribeAutoScalingGroupsRequest.class,
                        "AutoScalingGroupNames Filters NextToken MaxRecords IncludeInstances",
                        this::describe)
                .on(SuspendProcessesRequest.class, "AutoScalingGroupName! ScalingProcesses", this::suspend)
                .on(ResumeProcessesRequest.class, "AutoScalingGroupName! ScalingProcesses", this::resume)
                .on(CreateOrUpdateTagsRequest.class, "Tags!", this::tag)
                .on(DeleteTagsRequest.class, "Tags!", this::untag)
                .on(DescribeTagsRequest.class, "Filters NextToken MaxRecords", this::describeTags)
                .on(DescribeAccountLimitsRequest.class, "", this::limits);
        new AutoScalingMembers(this, scaling, balancing, quotas).open(operations);
        new ScalingPolicies(this, scaling, network, ids).open(operations);
        return operations;
    }

    static AwsServiceException invalid(String message) {
        return Service.AUTO_SCALING.refusal(400, "ValidationError", message);
    }

    GroupState group(String name) {
        GroupState group = scaling.groups.get(name);
        if (group == null) {
            throw invalid("AutoScalingGroup name not found - AutoScalingGroup '" + name + "' not found");
        }
        return group;
    }

    private GroupState changeable(String name) {
        GroupState group = group(name);
        if (group.isDeleting) {
            throw Service.AUTO_SCALING.refusal(
                    ScalingActivityInProgressException.builder(),
                    400,
                    "ScalingActivityInProgress",
                    "AutoScalingGroup '" + name + "' is being deleted");
        }
        return group;
    }

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html">It has no client token: a second one of the name is refused.</a> */
    private CreateAutoScalingGroupResponse create(CreateAutoScalingGroupRequest request) {
        String name = request.autoScalingGroupName();
        if (scaling.groups.containsKey(name)) {
            throw Service.AUTO_SCALING.refusal(
                    AlreadyExistsException.builder(),
                    400,
                    "AlreadyExists",
                    "AutoScalingGroup by this name already exists - A group with the name " + name + " already exists");
        }
        if (name.length() > 255 || name.contains(":")) {
            throw invalid("The name '" + name + "' must have at most 255 characters and no colon");
        }
        if (scaling.groups.size() >= quotas.of(AwsQuota.AUTO_SCALING_GROUPS)) {
            throw limitExceeded("You have reached your limit of AutoScalingGroups: " + scaling.groups.size());
        }
        GroupState group = new GroupState(
                name,
                "arn:aws:autoscaling:" + network.region + ":" + Desk.ACCOUNT + ":autoScalingGroup:" + ids.uuid("group")
                        + ":autoScalingGroupName/" + name,
                scaling.agenda().now());
        if (request.launchTemplate() == null) {
            throw invalid(
                    "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.");
        }
        group.min = request.minSize();
        group.max = request.maxSize();
        set(group, changesOf(request));
        group.desired = Optional.ofNullable(request.desiredCapacity()).orElse(group.min);
        requireSizes(group.min, group.max, group.desired);
        requireSubnets(group.subnets);
        request.targetGroupARNs().forEach(this::requireTargetGroup);
        request.lifecycleHookSpecificationList()
                .forEach(hook -> AutoScalingMembers.putHook(
                        group,
                        quotas,
                        hook.lifecycleHookName(),
                        hook.lifecycleTransition(),
                        hook.heartbeatTimeout(),
                        hook.defaultResult(),
                        hook.notificationTargetARN(),
                        hook.roleARN(),
                        hook.notificationMetadata()));
        request.tags().forEach(tag -> put(group, tag));
        scaling.groups.put(name, group);
        request.targetGroupARNs().forEach(arn -> attach(group, arn));
        scaling.lookAt(group);
        return CreateAutoScalingGroupResponse.builder().build();
    }

    static AwsServiceException limitExceeded(String message) {
        return Service.AUTO_SCALING.refusal(LimitExceededException.builder(), 400, "LimitExceeded", message);
    }

    void requireTargetGroup(String arn) {
        if (!balancing.groups.containsKey(arn)) {
            throw invalid("Provided Target Groups may not be valid. Please ensure they exist and try again.");
        }
    }

    void attach(GroupState group, String arn) {
        if (group.targetGroups.add(arn)) {
            scaling.watchTargets(group, arn);
        }
    }

    /** The settings that creating and updating have in common. */
    private record Changes(
            @Nullable LaunchTemplateSpecification template,
            @Nullable Integer cooldown,
            @Nullable String healthCheckType,
            @Nullable Integer grace,
            @Nullable String subnets,
            @Nullable Boolean protectsNew) {}

    private static Changes changesOf(CreateAutoScalingGroupRequest request) {
        return new Changes(
                request.launchTemplate(),
                request.defaultCooldown(),
                request.healthCheckType(),
                request.healthCheckGracePeriod(),
                request.vpcZoneIdentifier(),
                request.newInstancesProtectedFromScaleIn());
    }

    private static Changes changesOf(UpdateAutoScalingGroupRequest request) {
        return new Changes(
                request.launchTemplate(),
                request.defaultCooldown(),
                request.healthCheckType(),
                request.healthCheckGracePeriod(),
                request.vpcZoneIdentifier(),
                request.newInstancesProtectedFromScaleIn());
    }

    private void set(GroupState group, Changes changes) {
        if (changes.template() != null) {
            setTemplate(group, changes.template());
        }
        Optional.ofNullable(changes.cooldown()).ifPresent(seconds -> group.cooldown = seconds);
        Optional.ofNullable(changes.grace()).ifPresent(seconds -> group.grace = Duration.ofSeconds(seconds));
        Optional.ofNullable(changes.healthCheckType()).ifPresent(type -> {
            if (!Set.of("EC2", "ELB").contains(type)) {
                throw invalid("Invalid HealthCheckType '" + type + "'. Expected EC2 or ELB.");
            }
            group.looksAtBalancer = type.equals("ELB");
        });
        Optional.ofNullable(changes.subnets()).ifPresent(list -> {
            List<String> subnets = Stream.of(list.split(",")).map(String::strip).toList();
            requireSubnets(subnets);
            group.subnets = subnets;
        });
        Optional.ofNullable(changes.protectsNew()).ifPresent(protects -> group.protectsNew = protects);
    }

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html">By id or name, not by both; the default version without one.</a> */
    private void setTemplate(GroupState group, LaunchTemplateSpecification given) {
        if (given.launchTemplateId() != null && given.launchTemplateName() != null) {
            throw invalid("Valid requests must contain either launchTemplateId or launchTemplateName");
        }
        try {
            Templates.Template template = templates.require(given.launchTemplateId(), given.launchTemplateName());
            templates.version(template, given.version());
            group.template = template.id;
            group.templateName = template.name;
            group.templateVersion = Optional.ofNullable(given.version()).orElse("$Default");
        } catch (AwsServiceException e) {
            throw invalid("You must use a valid fully-formed launch template. "
                    + e.awsErrorDetails().errorMessage());
        }
    }

    private void requireSubnets(List<String> subnets) {
        if (subnets.isEmpty()) {
            throw invalid("At least one Availability Zone or VPC Subnet is required.");
        }
        for (String subnet : subnets) {
            if (!network.subnets.containsKey(subnet)) {
                throw invalid("The subnet ID '" + subnet + "' does not exist");
            }
        }
    }

    private static void requireSizes(int min, int max, int desired) {
        if (min < 0 || min > max) {
            throw invalid("Max bound, " + max + ", must be greater than or equal to min bound, " + min);
        }
        if (desired < min) {
            throw invalid("Desired capacity:" + desired + " must be greater than or equal to the min size:" + min);
        }
        if (desired > max) {
            throw invalid("Desired capacity:" + desired + " must be less than or equal to the max size:" + max);
        }
    }

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html">A new minimum or maximum takes the desired capacity with it.</a> */
    private UpdateAutoScalingGroupResponse update(UpdateAutoScalingGroupRequest request) {
        GroupState group = changeable(request.autoScalingGroupName());
        int min = Optional.ofNullable(request.minSize()).orElse(group.min);
        int max = Optional.ofNullable(request.maxSize()).orElse(group.max);
        int desired =
                Optional.ofNullable(request.desiredCapacity()).orElse(Math.min(Math.max(group.desired, min), max));
        requireSizes(min, max, desired);
        set(group, changesOf(request));
        group.min = min;
        group.max = max;
        group.desired = desired;
        scaling.lookAt(group);
        return UpdateAutoScalingGroupResponse.builder().build();
    }

    private SetDesiredCapacityResponse setDesired(SetDesiredCapacityRequest request) {
        GroupState group = changeable(request.autoScalingGroupName());
        int desired = request.desiredCapacity();
        if (desired < group.min) {
            throw invalid("New SetDesiredCapacity value " + desired + " is below min value " + group.min
                    + " for the AutoScalingGroup.");
        }
        if (desired > group.max) {
            throw invalid("New SetDesiredCapacity value " + desired + " is above max value " + group.max
                    + " for the AutoScalingGroup.");
        }
        group.desired = desired;
        scaling.lookAt(group);
        return SetDesiredCapacityResponse.builder().build();
    }

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html">Only by force while it has instances or something is going on.</a> */
    private DeleteAutoScalingGroupResponse delete(DeleteAutoScalingGroupRequest request) {
        GroupState group = changeable(request.autoScalingGroupName());
        if (!Boolean.TRUE.equals(request.forceDelete())) {
            if (!group.members.isEmpty()) {
                throw Service.AUTO_SCALING.refusal(
                        ResourceInUseException.builder(),
                        400,
                        "ResourceInUse",
                        "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.");
            }
            if (group.activities.stream().anyMatch(Doing::isUnderWay)) {
                throw Service.AUTO_SCALING.refusal(
                        ScalingActivityInProgressException.builder(),
                        400,
                        "ScalingActivityInProgress",
                        "You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.");
            }
        }
        group.isDeleting = true;
        group.min = 0;
        group.max = 0;
        group.desired = 0;
        scaling.endAll(group);
        return DeleteAutoScalingGroupResponse.builder().build();
    }

    private DescribeAutoScalingGroupsResponse describe(DescribeAutoScalingGroupsRequest request) {
        List<GroupState> found = scaling.groups.values().stream()
                .filter(this::isSeen)
                .filter(group -> !request.hasAutoScalingGroupNames()
                        || request.autoScalingGroupNames().contains(group.name))
                .filter(group -> matches(group, request.filters()))
                .toList();
        Page<GroupState> page = Page.of(
                found,
                request.nextToken(),
                request.maxRecords() == null ? Integer.valueOf(50) : request.maxRecords(),
                PAGE,
                AutoScaling::badToken);
        return DescribeAutoScalingGroupsResponse.builder()
                .autoScalingGroups(page.items().stream()
                        .map(group -> described(group, !Boolean.FALSE.equals(request.includeInstances())))
                        .toList())
                .nextToken(page.next())
                .build();
    }

    private boolean isSeen(GroupState group) {
        return !scaling.agenda().now().isBefore(group.created.plus(seenAfter));
    }

    private static boolean matches(GroupState group, List<Filter> filters) {
        return filters.stream()
                .allMatch(filter -> filterValues(group, filter.name()).stream().anyMatch(filter.values()::contains));
    }

    private static Collection<String> filterValues(GroupState group, String filter) {
        if (filter.equals("tag-key")) {
            return group.tags.keySet();
        }
        if (filter.equals("tag-value")) {
            return group.tags.values().stream().map(GroupState.GroupTag::value).toList();
        }
        if (filter.startsWith("tag:")) {
            return Optional.ofNullable(group.tags.get(filter.substring(4))).stream()
                    .map(GroupState.GroupTag::value)
                    .toList();
        }
        throw invalid(
                "Filter type " + filter + " is not correct. Allowed Filter types are: [tag-key, tag-value, tag:<key>]");
    }

    private AutoScalingGroup described(GroupState group, boolean withInstances) {
        return AutoScalingGroup.builder()
                .autoScalingGroupName(group.name)
                .autoScalingGroupARN(group.arn)
                .createdTime(group.created)
                .launchTemplate(template -> template.launchTemplateId(group.template)
                        .launchTemplateName(group.templateName)
                        .version(group.templateVersion))
                .minSize(group.min)
                .maxSize(group.max)
                .desiredCapacity(group.desired)
                .defaultCooldown(group.cooldown)
                .healthCheckType(group.looksAtBalancer ? "ELB" : "EC2")
                .healthCheckGracePeriod((int) group.grace.toSeconds())
                .vpcZoneIdentifier(String.join(",", group.subnets))
                .availabilityZones(group.subnets.stream()
                        .map(subnet -> network.subnet(subnet).zone)
                        .distinct()
                        .toList())
                .targetGroupARNs(group.targetGroups)
                .instances(
                        withInstances
                                ? group.members.values().stream()
                                        .map(AutoScaling::described)
                                        .toList()
                                : null)
                .suspendedProcesses(group.suspended.entrySet().stream()
                        .map(process -> SuspendedProcess.builder()
                                .processName(process.getKey())
                                .suspensionReason(process.getValue())
                                .build())
                        .toList())
                .status(group.isDeleting ? "Delete in progress" : null)
                .tags(group.tags.values().stream()
                        .map(tag -> described(group, tag))
                        .toList())
                .terminationPolicies("Default")
                .newInstancesProtectedFromScaleIn(group.protectsNew)
                .build();
    }

    private static Instance described(Member member) {
        return Instance.builder()
                .instanceId(member.id())
                .instanceType(member.instance.order.type())
                .availabilityZone(member.instance.subnet.zone)
                .lifecycleState(member.state)
                .healthStatus(member.isHealthy ? "Healthy" : "Unhealthy")
                .launchTemplate(templateOf(member))
                .protectedFromScaleIn(member.isProtected)
                .build();
    }

    static LaunchTemplateSpecification templateOf(Member member) {
        String[] parts = member.instance.order.template().orElse(":").split(":", 2);
        return LaunchTemplateSpecification.builder()
                .launchTemplateId(parts[0])
                .launchTemplateName(member.group.templateName)
                .version(parts[1])
                .build();
    }

    private static TagDescription described(GroupState group, GroupState.GroupTag tag) {
        return TagDescription.builder()
                .resourceId(group.name)
                .resourceType("auto-scaling-group")
                .key(tag.key())
                .value(tag.value())
                .propagateAtLaunch(tag.goesToInstances())
                .build();
    }

    private SuspendProcessesResponse suspend(SuspendProcessesRequest request) {
        GroupState group = changeable(request.autoScalingGroupName());
        processes(request.scalingProcesses())
                .forEach(process -> group.suspended.put(
                        process, "User suspended at " + scaling.agenda().now()));
        return SuspendProcessesResponse.builder().build();
    }

    private ResumeProcessesResponse resume(ResumeProcessesRequest request) {
        GroupState group = changeable(request.autoScalingGroupName());
        processes(request.scalingProcesses()).forEach(group.suspended::remove);
        scaling.lookAt(group);
        return ResumeProcessesResponse.builder().build();
    }

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SuspendProcesses.html">All of them where none is named.</a> */
    private static Collection<String> processes(List<String> named) {
        for (String process : named) {
            if (!PROCESSES.contains(process)) {
                throw invalid("Invalid scaling process '" + process + "'");
            }
        }
        return named.isEmpty() ? PROCESSES : named;
    }

    private CreateOrUpdateTagsResponse tag(CreateOrUpdateTagsRequest request) {
        request.tags().forEach(tag -> group(tag.resourceId()));
        request.tags().forEach(tag -> put(group(tag.resourceId()), tag));
        return CreateOrUpdateTagsResponse.builder().build();
    }

    private static void put(GroupState group, Tag tag) {
        if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw invalid("Tag keys starting with 'aws:' are reserved for internal use");
        }
        group.tags.put(
                tag.key(),
                new GroupState.GroupTag(
                        tag.key(),
                        Optional.ofNullable(tag.value()).orElse(""),
                        Boolean.TRUE.equals(tag.propagateAtLaunch())));
    }

    private DeleteTagsResponse untag(DeleteTagsRequest request) {
        request.tags().forEach(tag -> group(tag.resourceId()).tags.remove(tag.key()));
        return DeleteTagsResponse.builder().build();
    }

    private DescribeTagsResponse describeTags(DescribeTagsRequest request) {
        List<TagDescription> found = new ArrayList<>();
        for (GroupState group : scaling.groups.values()) {
            group.tags.values().stream()
                    .map(tag -> described(group, tag))
                    .filter(tag -> request.filters().stream()
                            .allMatch(filter -> filter.values().contains(tagValue(filter.name(), tag))))
                    .forEach(found::add);
        }
        Page<TagDescription> page = Page.of(
                found,
                request.nextToken(),
                request.maxRecords() == null ? Integer.valueOf(50) : request.maxRecords(),
                PAGE,
                AutoScaling::badToken);
        return DescribeTagsResponse.builder()
                .tags(page.items())
                .nextToken(page.next())
                .build();
    }

    private static String tagValue(String filter, TagDescription tag) {
        return switch (filter) {
            case "auto-scaling-group" -> tag.resourceId();
            case "key" -> tag.key();
            case "value" -> tag.value();
            case "propagate-at-launch" -> tag.propagateAtLaunch().toString();
            default -> throw invalid("Filter type " + filter + " is not correct.");
        };
    }

    private DescribeAccountLimitsResponse limits(DescribeAccountLimitsRequest request) {
        return DescribeAccountLimitsResponse.builder()
                .maxNumberOfAutoScalingGroups(quotas.of(AwsQuota.AUTO_SCALING_GROUPS))
                .numberOfAutoScalingGroups(scaling.groups.size())
                .maxNumberOfLaunchConfigurations(200)
                .numberOfLaunchConfigurations(0)
                .build();
    }

    static AwsServiceException badToken(String token) {
        return Service.AUTO_SCALING.refusal(400, "InvalidNextToken", "The token '" + token + "' is invalid.");
    }

    /** Of any group. */
    Optional<Member> findMember(String instance) {
        Map<String, GroupState> groups = scaling.groups;
        return groups.values().stream()
                .flatMap(group -> Optional.ofNullable(group.members.get(instance)).stream())
                .findFirst();
    }
}
