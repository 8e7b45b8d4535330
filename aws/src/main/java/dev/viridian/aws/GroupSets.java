package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.spi.PlatformException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAccountLimitsResponse;

/** Sets of machines that are Auto Scaling groups. */
final class GroupSets implements MachineSets {
    private static final int LAST_ACTIVITIES = 5;

    private final AwsSetup setup;
    private final Supplier<AutoScalingClient> client;
    private final AutoScalingGroups groups;
    private final GroupScaling scaling;

    GroupSets(AwsSetup setup, Supplier<AutoScalingClient> client, AutoScalingGroups groups, GroupScaling scaling) {
        this.setup = setup;
        this.client = client;
        this.groups = groups;
        this.scaling = scaling;
    }

    private record Group(AutoScalingGroup group, String targetGroup, GroupScaling scaling) implements MachineSet {
        @Override
        public void takeOver(Caller caller) {
            scaling.takeOver(group, caller);
        }
    }

    /** What was seen a moment ago to be there has the target group that it had then. */
    @Override
    public Map<EnvironmentName, MachineSet> find(Collection<EnvironmentName> names) {
        Map<EnvironmentName, MachineSet> found = new HashMap<>();
        names.forEach(name -> groups.seen(name).ifPresent(group -> putReached(group, found)));
        List<EnvironmentName> others =
                names.stream().filter(name -> !found.containsKey(name)).toList();
        if (!others.isEmpty()) {
            groups.find(others).forEach(group -> putReached(group, found));
        }
        return found;
    }

    private void putReached(AutoScalingGroup group, Map<EnvironmentName, MachineSet> found) {
        AutoScalingGroups.targetGroup(group)
                .filter(arn -> !AutoScalingGroups.isBeingDeleted(group))
                .ifPresent(arn -> found.put(GroupMachines.name(group), new Group(group, arn, scaling)));
    }

    @Override
    public Set<String> membersAmong(Collection<String> instances) {
        return groups.membersAmong(instances);
    }

    /** Only one in service is handed out by its group. */
    @Override
    public boolean canBeKept(EnvironmentName environment, MachineId machine) {
        return groups.find(environment).stream()
                .flatMap(group -> group.instances().stream())
                .anyMatch(member -> member.instanceId().equals(machine.value()) && KeptMembers.isHandedOut(member));
    }

    @Override
    public Evidence evidence(EnvironmentName environment, MachineId machine) {
        return Examination.item("last activities of Auto Scaling group " + environment, () -> activities(environment));
    }

    private String activities(EnvironmentName environment) {
        String told = groups.activities(environment, LAST_ACTIVITIES).stream()
                .map(AutoScalingGroups::told)
                .collect(Collectors.joining("\n"));
        return told.isEmpty() ? "none" : told;
    }

    /** A quota that cannot be read is not held against the deployment: whether it is reached is told when the group is made. */
    List<String> againstTheQuota() {
        try {
            return fullUp(setup.call("autoscaling:DescribeAccountLimits", "*")
                            .of(() -> client.get()
                                    .describeAccountLimits(request -> request.overrideConfiguration(
                                            setup.caller().inUserAgent()))))
                    .stream()
                    .toList();
        } catch (PlatformException unknown) {
            return List.of();
        }
    }

    private static Optional<String> fullUp(DescribeAccountLimitsResponse limits) {
        Integer there = limits.numberOfAutoScalingGroups();
        Integer most = limits.maxNumberOfAutoScalingGroups();
        return there != null && most != null && there >= most
                ? Optional.of("The account has " + there
                        + " Auto Scaling groups in this region, which is its quota. Remove one, or ask AWS for more.")
                : Optional.empty();
    }

    /** What speaks against following what is live: it must be a group, too, or nobody would retire it, and its scaling must be one that can go along. */
    List<String> againstFollowing(Optional<EnvironmentName> live) {
        return live
                .flatMap(name -> isThere(name) ? scaling.standingInTheWay(name) : Optional.of(anotherKind(name)))
                .stream()
                .toList();
    }

    private boolean isThere(EnvironmentName name) {
        return groups.seen(name).isPresent() || groups.find(name).isPresent();
    }

    private static String anotherKind(EnvironmentName live) {
        return "The live environment " + live
                + " has no Auto Scaling group, and deployments of one kind do not take over from the other. It is one of instances alone: deploy withoutGroup(), or, to have groups, give them a name of their own, and a listener or rule of their own, and move users over there.";
    }
}
