package dev.viridian.aws;

import static java.util.stream.Collectors.toMap;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * The machines of groups, as Auto Scaling, the load balancer and EC2 see them. EC2 is not asked again where its answer would change nothing: it has said of each machine of a group that it runs, where and since when, which
 * stays so while it runs; and the group and the load balancer both call each of them good now. Of an instance that is stopped or terminated the load balancer
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html">says that itself</a>.
 */
final class GroupMachines {
    private final AwsSetup setup;
    private final TargetGroups targets;
    private final Instances instances;
    private final Front front;
    private final SideBySide sideBySide;

    /** Of each group what EC2 said last of those of its instances that ran. */
    private final Map<EnvironmentName, Map<String, Instance>> running = new ConcurrentHashMap<>();

    GroupMachines(AwsSetup setup, TargetGroups targets, Instances instances, Front front) {
        this.setup = setup;
        this.targets = targets;
        this.instances = instances;
        this.front = front;
        this.sideBySide = new SideBySide(setup.tasks());
    }

    static EnvironmentName name(AutoScalingGroup group) {
        return new EnvironmentName(group.autoScalingGroupName());
    }

    /** There are no others any more. */
    void forgetOthersThan(List<AutoScalingGroup> all) {
        running.keySet().retainAll(all.stream().map(GroupMachines::name).toList());
    }

    /** Those of each of these groups, the oldest first. */
    Map<EnvironmentName, List<Machine>> of(List<AutoScalingGroup> groups) {
        Map<EnvironmentName, Map<String, Instance>> before = Map.copyOf(running);
        List<AutoScalingGroup> settled =
                groups.stream().filter(group -> isSettled(group, before)).toList();
        try (SideBySide.Asked<Map<String, Instance>> asked = sideBySide.ask(() -> look(without(settled, groups)))) {
            Map<EnvironmentName, Map<String, TargetHealth>> health = health(groups);
            Map<String, Instance> known = new HashMap<>(ofSettled(settled, before, health));
            known.putAll(asked.answer());
            return machines(groups, known, health);
        }
    }

    private static List<AutoScalingGroup> without(List<AutoScalingGroup> some, List<AutoScalingGroup> all) {
        return all.stream().filter(group -> !some.contains(group)).toList();
    }

    /** Whether EC2 has said of each that it runs, and their group calls each good. A public address may be given to an instance, and taken from it, while it runs. */
    private boolean isSettled(AutoScalingGroup group, Map<EnvironmentName, Map<String, Instance>> before) {
        Map<String, Instance> ran = before.getOrDefault(name(group), Map.of());
        return !setup.isReachedByPublicAddress()
                && group.instances().stream()
                        .allMatch(member -> ran.containsKey(member.instanceId())
                                && ObservedMachine.isInService(member)
                                && !ObservedMachine.isCalledUnhealthy(member));
    }

    /** As EC2 said it before, where the load balancer calls all of a group good as well. */
    private Map<String, Instance> ofSettled(
            List<AutoScalingGroup> groups,
            Map<EnvironmentName, Map<String, Instance>> before,
            Map<EnvironmentName, Map<String, TargetHealth>> health) {
        List<AutoScalingGroup> healthy = groups.stream()
                .filter(group -> isHealthy(group, health.getOrDefault(name(group), Map.of())))
                .toList();
        Map<String, Instance> known = new HashMap<>(look(without(healthy, groups)));
        healthy.forEach(group -> known.putAll(before.getOrDefault(name(group), Map.of())));
        return known;
    }

    private static boolean isHealthy(AutoScalingGroup group, Map<String, TargetHealth> health) {
        return group.instances().stream()
                .map(member -> Optional.ofNullable(health.get(member.instanceId())))
                .allMatch(target -> target.map(TargetHealth::state)
                        .filter(state -> state == TargetHealthStateEnum.HEALTHY)
                        .isPresent());
    }

    /** Asks EC2. */
    private Map<String, Instance> look(List<AutoScalingGroup> groups) {
        List<AutoScalingGroup> peopled =
                groups.stream().filter(group -> !group.instances().isEmpty()).toList();
        Map<String, Instance> found =
                instances.of(peopled.stream().map(GroupMachines::name).toList());
        peopled.forEach(group -> running.put(name(group), running(group, found)));
        return found;
    }

    private static Map<String, Instance> running(AutoScalingGroup group, Map<String, Instance> found) {
        return group.instances().stream()
                .flatMap(member -> Optional.ofNullable(found.get(member.instanceId())).stream())
                .filter(instance -> instance.state().name() == InstanceStateName.RUNNING)
                .collect(toMap(Instance::instanceId, instance -> instance));
    }

    private Map<EnvironmentName, Map<String, TargetHealth>> health(List<AutoScalingGroup> groups) {
        Map<EnvironmentName, Map<String, TargetHealth>> health = new HashMap<>();
        groups.forEach(group -> health.put(name(group), health(group)));
        return health;
    }

    /** What the load balancer says counts only of those that their group has in service, so it is not asked before one is. */
    private Map<String, TargetHealth> health(AutoScalingGroup group) {
        boolean isInService = group.instances().stream().anyMatch(ObservedMachine::isInService);
        return AutoScalingGroups.targetGroup(group)
                .filter(own -> isInService)
                .map(own -> targets.health(name(group), own))
                .orElse(Map.of());
    }

    private Map<EnvironmentName, List<Machine>> machines(
            List<AutoScalingGroup> groups,
            Map<String, Instance> known,
            Map<EnvironmentName, Map<String, TargetHealth>> health) {
        Map<EnvironmentName, List<Machine>> machines = new LinkedHashMap<>();
        groups.forEach(group ->
                machines.put(name(group), machines(group, known, health.getOrDefault(name(group), Map.of()))));
        return machines;
    }

    private List<Machine> machines(
            AutoScalingGroup group, Map<String, Instance> known, Map<String, TargetHealth> health) {
        return group.instances().stream()
                .sorted(Comparator.<software.amazon.awssdk.services.autoscaling.model.Instance, Instant>comparing(
                                member -> launched(known, member.instanceId()))
                        .thenComparing(member -> member.instanceId()))
                .map(member -> new ObservedMachine(
                                member,
                                Optional.ofNullable(known.get(member.instanceId())),
                                Optional.ofNullable(health.get(member.instanceId())))
                        .on(setup.port(), setup.isReachedByPublicAddress()))
                .map(machine -> front.behind(name(group), machine))
                .toList();
    }

    private static Instant launched(Map<String, Instance> known, String id) {
        return Optional.ofNullable(known.get(id)).map(Instance::launchTime).orElse(Instant.MAX);
    }
}
