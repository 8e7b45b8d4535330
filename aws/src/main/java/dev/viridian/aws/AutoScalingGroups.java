package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.EnvironmentSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AlreadyExistsException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHookSpecification;
import software.amazon.awssdk.services.autoscaling.model.Tag;

/** The groups of an application: one for each environment, of its name. */
final class AutoScalingGroups {
    private static final String LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";

    /** What <a href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html">scaling in is called</a> where it can be suspended. */
    private static final String ENDING = "Terminate";

    private static final int ACTIVITIES_OF_A_PAGE = 10;

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingInstances.html">DescribeAutoScalingInstances</a>. */
    private static final int MOST_MEMBERS = 50;

    private static final String BAD_INPUT = "ValidationError";

    private final AwsSetup setup;
    private final Supplier<AutoScalingClient> client;
    private final Recent<String, AutoScalingGroup> seen;

    AutoScalingGroups(AwsSetup setup, Supplier<AutoScalingClient> client) {
        this.setup = setup;
        this.client = client;
        this.seen = new Recent<>(setup.time());
    }

    Optional<AutoScalingGroup> find(EnvironmentName name) {
        return find(List.of(name)).stream().findFirst();
    }

    /** All of them, by the marks that they bear. */
    List<AutoScalingGroup> list() {
        List<Filter> ours = List.of(
                marked(EnvironmentTags.APPLICATION, setup.application()), marked(EnvironmentTags.BEHIND, setup.mark()));
        return describe(request -> request.filters(ours));
    }

    private static Filter marked(String key, String value) {
        return Filter.builder().name("tag:" + key).values(value).build();
    }

    List<AutoScalingGroup> find(Collection<EnvironmentName> names) {
        List<String> asked = names.stream().map(EnvironmentName::value).toList();
        asked.forEach(seen::forget);
        return describe(request -> request.autoScalingGroupNames(asked));
    }

    /** As it was a moment ago, where it was looked at then. */
    Optional<AutoScalingGroup> seen(EnvironmentName name) {
        return seen.of(name.value());
    }

    private interface Question {
        DescribeAutoScalingGroupsRequest.Builder about(DescribeAutoScalingGroupsRequest.Builder request);
    }

    private List<AutoScalingGroup> describe(Question question) {
        DescribeAutoScalingGroupsRequest request = question.about(DescribeAutoScalingGroupsRequest.builder()
                        .overrideConfiguration(setup.caller().inUserAgent()))
                .build();
        List<AutoScalingGroup> found = setup.call("autoscaling:DescribeAutoScalingGroups", "*")
                .of(() -> client.get().describeAutoScalingGroupsPaginator(request).autoScalingGroups().stream()
                        .toList());
        found.forEach(group -> seen.saw(group.autoScalingGroupName(), group));
        return found;
    }

    /** What it says of itself. */
    static Optional<EnvironmentTags> tags(AutoScalingGroup group) {
        Map<String, String> tags = new HashMap<>();
        group.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return EnvironmentTags.in(tags);
    }

    /** That of its environment: whoever else wants its machines may have attached more. */
    static Optional<String> targetGroup(AutoScalingGroup group) {
        return group.targetGroupARNs().stream()
                .filter(arn -> TargetGroups.isNamedAfter(GroupMachines.name(group), arn))
                .findFirst();
    }

    static boolean isBeingDeleted(AutoScalingGroup group) {
        return Optional.ofNullable(group.status())
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("delet");
    }

    /** Makes it without machines, so that none starts before all that is to receive and judge it is there; {@code false} where it is there already. */
    boolean create(EnvironmentSpec spec, Optional<EnvironmentName> predecessor, Caller caller) {
        PinnedTemplate template = setup.launchTemplate();
        CreateAutoScalingGroupRequest request = CreateAutoScalingGroupRequest.builder()
                .autoScalingGroupName(spec.name().value())
                .minSize(0)
                .maxSize(0)
                .desiredCapacity(0)
                .launchTemplate(
                        chosen -> chosen.launchTemplateId(template.id()).version(Long.toString(template.number())))
                .vpcZoneIdentifier(String.join(",", setup.subnets()))
                .healthCheckType("ELB")
                .healthCheckGracePeriod((int) setup.comesUpWithin().toSeconds())
                .lifecycleHookSpecificationList(hooks())
                .tags(tags(spec, predecessor))
                .overrideConfiguration(caller.inUserAgent())
                .build();
        return call("CreateAutoScalingGroup", spec.name()).of(() -> {
            try {
                client.get().createAutoScalingGroup(request);
                return true;
            } catch (AlreadyExistsException e) {
                return false;
            }
        });
    }

    private List<LifecycleHookSpecification> hooks() {
        return setup.reportsWithin()
                .map(time -> List.of(LifecycleHookSpecification.builder()
                        .lifecycleHookName(FirstBootRun.HOOK)
                        .lifecycleTransition(LAUNCHING)
                        .heartbeatTimeout((int) time.toSeconds())
                        .defaultResult("ABANDON")
                        .build()))
                .orElse(List.of());
    }

    private List<Tag> tags(EnvironmentSpec spec, Optional<EnvironmentName> predecessor) {
        Map<String, String> all = new LinkedHashMap<>(setup.tags());
        all.put("Name", spec.name().value());
        all.putAll(EnvironmentTags.of(setup, spec).asMap());
        all.put(EnvironmentTags.ARTIFACT, spec.artifact().location());
        List<Tag> tags = new ArrayList<>();
        all.forEach((key, value) -> tags.add(tag(spec.name(), key, value, true)));
        predecessor.ifPresent(former -> tags.add(tag(spec.name(), GroupScaling.AFTER, former.value(), false)));
        return tags;
    }

    private static Tag tag(EnvironmentName group, String key, String value, boolean onMachines) {
        return Tag.builder()
                .resourceType("auto-scaling-group")
                .resourceId(group.value())
                .key(key)
                .value(value)
                .propagateAtLaunch(onMachines)
                .build();
    }

    void attach(EnvironmentName name, String targetGroup, Caller caller) {
        call("AttachLoadBalancerTargetGroups", name)
                .of(() -> client.get()
                        .attachLoadBalancerTargetGroups(request -> request.autoScalingGroupName(name.value())
                                .targetGroupARNs(targetGroup)
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** Lets go of a target group that is about to be removed; where that, or the group, is gone, nothing. */
    void detach(EnvironmentName name, String targetGroup, Caller caller) {
        unless(
                e -> saysNotFound(e) || saysTargetGroupIsGone(e),
                call("DetachLoadBalancerTargetGroups", name),
                () -> client.get()
                        .detachLoadBalancerTargetGroups(request -> request.autoScalingGroupName(name.value())
                                .targetGroupARNs(targetGroup)
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** Somebody else removed it in between: there is nothing to let go of. */
    private static boolean saysTargetGroupIsGone(AutoScalingException e) {
        return e.awsErrorDetails() != null
                && "TargetGroupNotFound".equals(e.awsErrorDetails().errorCode());
    }

    /** Nothing but a deployment changes how many there are; {@code false} where there is no such group. */
    boolean resize(EnvironmentName name, int machines, Caller caller) {
        return resize(name, machines, machines, machines, caller);
    }

    /** The same, where something else may change it between these. */
    boolean resize(EnvironmentName name, int fewest, int machines, int most, Caller caller) {
        return unlessNotFound(
                        call("UpdateAutoScalingGroup", name),
                        () -> client.get()
                                .updateAutoScalingGroup(request -> request.autoScalingGroupName(name.value())
                                        .minSize(fewest)
                                        .maxSize(most)
                                        .desiredCapacity(machines)
                                        .overrideConfiguration(caller.inUserAgent())))
                .isPresent();
    }

    /** Has it end machines again that are too many. */
    void resumeEnding(EnvironmentName name, Caller caller) {
        unlessNotFound(
                call("ResumeProcesses", name),
                () -> client.get()
                        .resumeProcesses(request -> request.autoScalingGroupName(name.value())
                                .scalingProcesses(ENDING)
                                .overrideConfiguration(caller.inUserAgent())));
    }

    static boolean isEnding(AutoScalingGroup group) {
        return group.suspendedProcesses().stream()
                .noneMatch(suspended -> suspended.processName().equals(ENDING));
    }

    /** Ends an instance, and has another started in its place unless there are enough; of one that is gone, nothing. */
    void terminate(EnvironmentName name, String instance, Caller caller) {
        unlessNotFound(
                call("TerminateInstanceInAutoScalingGroup", name),
                () -> client.get()
                        .terminateInstanceInAutoScalingGroup(request -> request.instanceId(instance)
                                .shouldDecrementDesiredCapacity(false)
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /**
     * Takes an instance out of the group, and lets it run on.
     *
     * @param fewer whether the group is to have one less; it starts another one otherwise
     * @return {@code false} where it is not in service there any more
     */
    boolean release(EnvironmentName name, String instance, boolean fewer, Caller caller) {
        return unless(
                        AutoScalingGroups::isBadInput,
                        call("DetachInstances", name),
                        () -> client.get()
                                .detachInstances(request -> request.autoScalingGroupName(name.value())
                                        .instanceIds(instance)
                                        .shouldDecrementDesiredCapacity(fewer)
                                        .overrideConfiguration(caller.inUserAgent())))
                .isPresent();
    }

    /** How small it may become; of a group that is gone, nothing. */
    void setMinimum(EnvironmentName name, int machines, Caller caller) {
        unlessNotFound(
                call("UpdateAutoScalingGroup", name),
                () -> client.get()
                        .updateAutoScalingGroup(request -> request.autoScalingGroupName(name.value())
                                .minSize(machines)
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** Those of these instances that are in some group, whosever it is. */
    Set<String> membersAmong(Collection<String> instances) {
        Set<String> members = new HashSet<>();
        List<String> asked = instances.stream().sorted().toList();
        for (int from = 0; from < asked.size(); from += MOST_MEMBERS) {
            List<String> some = asked.subList(from, Math.min(asked.size(), from + MOST_MEMBERS));
            setup.call("autoscaling:DescribeAutoScalingInstances", "*")
                    .of(() -> client.get()
                            .describeAutoScalingInstances(request -> request.instanceIds(some)
                                    .overrideConfiguration(setup.caller().inUserAgent()))
                            .autoScalingInstances())
                    .forEach(member -> members.add(member.instanceId()));
        }
        return members;
    }

    /** Removes a group that has no machines any more, or with force one that does not get rid of them; of nothing, nothing. */
    void delete(EnvironmentName name, boolean force, Caller caller) {
        seen.forget(name.value());
        unlessNotFound(
                call("DeleteAutoScalingGroup", name),
                () -> client.get()
                        .deleteAutoScalingGroup(request -> request.autoScalingGroupName(name.value())
                                .forceDelete(force)
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** The answer; empty where it is that there is no such group or instance. */
    private static <T> Optional<T> unlessNotFound(Call call, Supplier<T> asked) {
        return unless(AutoScalingGroups::saysNotFound, call, asked);
    }

    /** The answer; empty where it is a refusal that says so. */
    private static <T> Optional<T> unless(Predicate<AutoScalingException> saysSo, Call call, Supplier<T> asked) {
        return call.of(() -> {
            try {
                return Optional.of(asked.get());
            } catch (AutoScalingException e) {
                if (saysSo.test(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** What is not there is refused with the code that all bad input is refused with; other codes tell of other things that are not there. */
    private static boolean saysNotFound(AutoScalingException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return isBadInput(e) && (message.contains("not found") || message.contains("does not exist"));
    }

    private static boolean isBadInput(AutoScalingException e) {
        return e.awsErrorDetails() != null
                && BAD_INPUT.equals(e.awsErrorDetails().errorCode());
    }

    /** What was done lately, the latest first: why machines do not come is written nowhere else. */
    List<Activity> activities(EnvironmentName name, int most) {
        return latest(name, most, activity -> true);
    }

    /** The latest launches, the last one first; what else was done may be between them. */
    List<Activity> launches(EnvironmentName name, int most) {
        return latest(name, most, activity -> activity.description().startsWith("Launching"));
    }

    private List<Activity> latest(EnvironmentName name, int most, Predicate<Activity> wanted) {
        return unlessNotFound(
                        call("DescribeScalingActivities", name),
                        () -> client
                                .get()
                                .describeScalingActivitiesPaginator(request -> request.autoScalingGroupName(
                                                name.value())
                                        .maxRecords(ACTIVITIES_OF_A_PAGE)
                                        .overrideConfiguration(setup.caller().inUserAgent()))
                                .activities()
                                .stream()
                                .filter(wanted)
                                .limit(most)
                                .toList())
                .orElse(List.of());
    }

    /** As a person reads it. */
    static String told(Activity activity) {
        return activity.startTime() + " " + activity.description() + ": " + activity.statusCodeAsString()
                + Optional.ofNullable(activity.statusMessage())
                        .map(message -> ", " + message)
                        .orElse("");
    }

    private Call call(String operation, EnvironmentName name) {
        return setup.call("autoscaling:" + operation, "autoScalingGroupName/" + name);
    }
}
