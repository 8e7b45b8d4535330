package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/** Takes machines that failed out of their groups, so that they are kept. */
final class KeptMembers {
    private final AwsSetup setup;
    private final KeptMachines kept;
    private final AutoScalingGroups groups;
    private final TargetGroups targets;

    KeptMembers(AwsSetup setup, KeptMachines kept, AutoScalingGroups groups, TargetGroups targets) {
        this.setup = setup;
        this.kept = kept;
        this.groups = groups;
        this.targets = targets;
    }

    /** Whether it is one that its group hands out. */
    static boolean isHandedOut(Instance member) {
        return member.lifecycleState() == LifecycleState.IN_SERVICE;
    }

    private boolean canBeKept(Instance member) {
        return setup.keeping().isPresent() && isHandedOut(member);
    }

    /** Takes it out of its group, which starts another one in its place; {@code false} where it is not to be kept, or its group does not hand it out. */
    boolean insteadOfReplacing(EnvironmentName environment, Instance member, Caller caller) {
        if (!canBeKept(member)) {
            return false;
        }
        kept.mark(member.instanceId(), caller);
        return groups.release(environment, member.instanceId(), false, caller);
    }

    /** Takes those that are sick out of a group that is about to be emptied. */
    void insteadOfRemoving(AutoScalingGroup group, Caller caller) {
        if (setup.keeping().isEmpty()) {
            return;
        }
        EnvironmentName name = new EnvironmentName(group.autoScalingGroupName());
        var sick = sick(name, group).limit(setup.keeping().get().machines()).toList();
        if (!sick.isEmpty()) {
            groups.setMinimum(name, 0, caller);
        }
        for (String id : sick) {
            kept.mark(id, caller);
            groups.release(name, id, true, caller);
        }
    }

    private Stream<String> sick(EnvironmentName name, AutoScalingGroup group) {
        Map<String, TargetHealth> health = AutoScalingGroups.targetGroup(group)
                .filter(arn -> !group.instances().isEmpty())
                .map(arn -> targets.health(name, arn))
                .orElse(Map.of());
        return group.instances().stream()
                .filter(this::canBeKept)
                .filter(member -> ObservedMachine.isCalledUnhealthy(member)
                        || KeptMachines.isSick(Optional.ofNullable(health.get(member.instanceId()))))
                .map(Instance::instanceId)
                .sorted();
    }
}
